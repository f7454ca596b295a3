import { type RedisServer, startRedisServer } from '../../libs/store/src/testing/redis-server.js';
import { Replicas, tell, until } from './replicas.js';

/** A replica that dies is replaced within so long, in s. */
const TAKEOVER_S = 15;
const FROZEN_MS = 30_000;

describe('two replicas', () => {
  let redis: RedisServer;
  let replicas: Replicas;

  beforeEach(async () => {
    redis = await startRedisServer();
    replicas = await Replicas.prepare(2, { kind: 'redis', url: redis.url, namespace: 'jobs' }, 60);
    await replicas.start(0);
    await replicas.start(1);
    await until('both poll', async () => new Set(await pollers(0)).size === 2);
    await replicas.allPolledSince(0, Date.now());
  });

  afterEach(async () => {
    await replicas.stop();
    await redis.stop();
  });

  async function pollers(at: number): Promise<readonly (string | undefined)[]> {
    return (await replicas.sources(at)).map(({ polled_by }) => polled_by);
  }

  /** How many lists each backend was asked for since an instant that overlap with another one. */
  function listings(since: number): readonly number[] {
    return replicas.simulator.backends.map(({ requests }) => {
      return requests.recent.filter(({ at, call }) => call === 'list' && at >= since).length;
    });
  }

  it('poll each backend once an interval between them', async () => {
    const since = Date.now();
    await until('ten seconds have passed', () => Date.now() - since > 10_000);
    // An interval of a second, less a tenth for jitter: at most eleven; more than one page is no second poll.
    const ontap = listings(since).slice(0, 4);
    expect(Math.max(...ontap)).toBeLessThanOrEqual(12);
    expect(Math.min(...ontap)).toBeGreaterThanOrEqual(5);
  });

  it('replace one that was killed', async () => {
    const since = Date.now();
    await replicas.end(1, 'SIGKILL');
    const took = await replicas.allPolledSince(0, since);
    tell(`takeover after SIGKILL: all sources polled by the other after ${(took / 1_000).toFixed(1)} s`);
    expect(new Set(await pollers(0)).size).toBe(1);
    expect(took / 1_000).toBeLessThan(2 * TAKEOVER_S);
  });

  it('keep out one that was frozen and wakes up', async () => {
    const frozen = replicas.process(1);
    const name = (await pollers(0)).find((each, _index, all) => each !== all[0]);
    const since = Date.now();
    frozen.kill('SIGSTOP');
    const took = await replicas.allPolledSince(0, since);
    tell(`takeover after SIGSTOP: all sources polled by the other after ${(took / 1_000).toFixed(1)} s`);
    await until('it was frozen for 30 s', () => Date.now() - since > FROZEN_MS);
    expect((await pollers(0)).filter((each) => each === name).length).toBeLessThanOrEqual(6);
    const before = (await replicas.jobs(0))?.revision ?? '';
    frozen.kill('SIGCONT');
    const woken = Date.now();
    await until('both poll again', async () => new Set(await pollers(0)).size === 2);
    await replicas.allPolledSince(0, Date.now());
    await replicas.allPolledSince(1, Date.now());
    const [first, second] = [await replicas.jobs(0), await replicas.jobs(1)];
    expect(first && replicas.differences(first, woken)).toEqual([]);
    expect(second && replicas.differences(second, woken)).toEqual([]);
    expect(Number(first?.revision.split('-')[0])).toBeGreaterThanOrEqual(Number(before.split('-')[0]));
    expect(replicas.messages(0, 50)).toEqual([]);
  });
});
