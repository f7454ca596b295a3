import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { Clients } from './clients.js';
import { Replicas, tell } from './replicas.js';
import { restartOneByOne } from './restart-one-by-one.js';

const WATCHERS = 200;
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
    const clients = new Clients(replicas.urls, { watchers: WATCHERS, requestsPerSecond: REQUESTS_PER_S });
    await clients.begin();
    const { events, failed, lost, moved, requests } = await restartOneByOne(replicas, clients);
    tell(
      `rolling restart: ${requests} requests, ${failed.length} failed, ${moved} sent again to the other; ` +
        `${events} events to ${WATCHERS} watchers, ${lost.length} lost`,
    );
    expect(failed).toEqual([]);
    expect(lost).toEqual([]);
    expect(requests).toBeGreaterThan(1_000);
  });
});
