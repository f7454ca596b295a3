import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';

import { Clients } from '../replicas/clients.js';
import { printFigure, Replicas } from '../replicas/replicas.js';
import { restartOneByOne } from '../replicas/restart-one-by-one.js';
import { type NginxProxy, startNginx } from './nginx-proxy.js';

const LOAD = { watchClients: 20, requestsPerSecond: 200 };

describe('a rolling restart of two replicas behind nginx', () => {
  let redis: RedisServer;
  let replicas: Replicas;
  let proxy: NginxProxy | undefined;

  beforeEach(async () => {
    redis = await startRedisServer();
    replicas = await Replicas.prepare(2, { kind: 'redis', url: redis.url, namespace: 'jobs' }, 300);
    await replicas.start(0);
    await replicas.start(1);
    await replicas.allPolledSince(0, Date.now());
    proxy = await startNginx(...replicas.urls);
  });

  afterEach(async () => {
    await proxy?.stop();
    await replicas.stop();
    await redis.stop();
  });

  it('fails no request of clients that know one address and send once, and loses no event', async () => {
    const clients = new Clients([proxy?.url as string], LOAD);
    await clients.start();
    const { events, failed, lost, requests, retried } = await restartOneByOne(replicas, clients);
    printFigure(
      `rolling restart behind nginx: ${requests} requests, ${failed.length} failed, ${retried} sent again; ${events} events, ${lost.length} lost`,
    );
    expect({ failed, lost, retried }).toEqual({ failed: [], lost: [], retried: 0 });
    expect(requests).toBeGreaterThan(2 * LOAD.requestsPerSecond);
  });
});
