import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';

import { Clients } from './clients.js';
import { printFigure, Replicas } from './replicas.js';
import { restartOneByOne } from './restart-one-by-one.js';

const WATCH_CLIENTS = 200;
const REQUESTS_PER_S = 200;

describe('a rolling restart of two replicas', () => {
  let redis: RedisServer;
  let replicas: Replicas;

  beforeEach(async () => {
    redis = await startRedisServer();
    replicas = await Replicas.prepare(2, { kind: 'redis', url: redis.url, namespace: 'jobs' }, 300);
    await replicas.start(0);
    await replicas.start(1);
    await replicas.allPolledSince(0, Date.now());
  });

  afterEach(async () => {
    await replicas.stop();
    await redis.stop();
  });

  it('fails no request and loses no event, under load', async () => {
    const clients = new Clients(replicas.urls, { watchClients: WATCH_CLIENTS, requestsPerSecond: REQUESTS_PER_S });
    await clients.start();
    const { events, failed, lost, retried, requests } = await restartOneByOne(replicas, clients);
    printFigure(
      `rolling restart: ${requests} requests, ${failed.length} failed, ${retried} sent again to the other replica; ` +
        `${events} events to ${WATCH_CLIENTS} watches, ${lost.length} lost`,
    );
    expect(failed).toEqual([]);
    expect(lost).toEqual([]);
    expect(requests).toBeGreaterThan(1_000);
  });
});
