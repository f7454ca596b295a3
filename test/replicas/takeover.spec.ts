import { preferredReplica } from '../../libs/poller/src/leases/lease-policy.js';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { Replicas, tell, until } from './replicas.js';
import { pollersOf, type Tap } from './tap.js';

const FROZEN_MS = 30_000;
const ROUNDS = 5;

describe('two replicas', () => {
  let redis: RedisServer;
  let replicas: Replicas;
  let first: string | undefined;
  let taps: readonly ReadonlyMap<string, Tap>[];

  /** The sources that the second replica is preferred for. */
  let ofSecond: ReadonlySet<string>;

  beforeEach(async () => {
    await startBoth();
    // Names of replicas are random: with one pair in thirty one of the two gets all sources.
    while (ofSecond.size === 0 || ofSecond.size === replicas.simulator.backends.length) {
      await stopBoth();
      await startBoth();
    }
    await eachPollsItsOwn();
    await replicas.allPolledSince(0, Date.now());
  });

  afterEach(stopBoth);

  async function startBoth(): Promise<void> {
    redis = await startRedisServer();
    replicas = await Replicas.prepare(2, { kind: 'redis', url: redis.url, namespace: 'jobs' }, 60);
    taps = [await replicas.tap(0), await replicas.tap(1)];
    await replicas.start(0);
    await replicas.allPolledSince(0, 0);
    [first] = await pollers(0);
    await replicas.start(1);
    await until('they know each other', () => liveReplicas().length === 2);
    const names = replicas.simulator.backends.map(({ name }) => name);
    ofSecond = new Set(names.filter((name) => preferredReplica(name, liveReplicas()) !== first));
  }

  async function stopBoth(): Promise<void> {
    await replicas.stop();
    await redis.stop();
  }

  /** The replicas that live, as the first one has logged last. */
  function liveReplicas(): readonly string[] {
    const lines = replicas.process(0).output().split('\n').slice(0, -1);
    const entries = lines.map((line) => JSON.parse(line) as { msg: string; replicas?: readonly string[] });
    return entries.findLast(({ msg }) => msg === 'live replicas changed')?.replicas ?? [];
  }

  async function eachPollsItsOwn(): Promise<void> {
    await until('each polls its own sources', async () =>
      (await replicas.sources(0)).every(({ name, polled_by }) => (polled_by !== first) === ofSecond.has(name)),
    );
  }

  async function pollers(at: number): Promise<readonly (string | undefined)[]> {
    return (await replicas.sources(at)).map(({ polled_by }) => polled_by);
  }

  /**
   * Expects that the second replica's backends were polled in such turns, `pollersOf` tells which, and the others by the
   * first one alone. Gives at how many backends something was polled out of turn, which is a group of the pattern.
   */
  function expectTurns(turns: RegExp): number {
    let outOfTurn = 0;
    for (const { name } of replicas.simulator.backends) {
      const between = taps.map((each) => each.get(name) as Tap);
      const polledBy = (['began', 'ended'] as const).map((order) => pollersOf(between, order));
      for (const each of polledBy) expect(each).toMatch(ofSecond.has(name) ? turns : /^0+$/);
      if (ofSecond.has(name) && polledBy.some((each) => turns.exec(each)?.[1] !== undefined)) outOfTurn += 1;
    }
    return outOfTurn;
  }

  it('poll each backend in turns', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const at of [0, 1]) await replicas.allPolledSince(at, Date.now());
    }
    expectTurns(/^0+1+$/);
  });

  it('replace one that was killed', async () => {
    const since = Date.now();
    await replicas.end(1, 'SIGKILL');
    const took = await replicas.allPolledSince(0, since);
    tell(`takeover after SIGKILL: all sources polled by the other after ${(took / 1_000).toFixed(1)} s`);
    expect(new Set(await pollers(0)).size).toBe(1);
    expectTurns(/^0+1+0+$/);
  });

  it('keep out one that was frozen and wakes up', async () => {
    const frozen = replicas.process(1);
    const since = Date.now();
    frozen.kill('SIGSTOP');
    const took = await replicas.allPolledSince(0, since);
    tell(`takeover after SIGSTOP: all sources polled by the other after ${(took / 1_000).toFixed(1)} s`);
    await until('it was frozen for 30 s', () => Date.now() - since > FROZEN_MS);
    const before = (await replicas.jobs(0))?.revision ?? '';
    frozen.kill('SIGCONT');
    const woken = Date.now();
    await eachPollsItsOwn();
    await replicas.allPolledSince(0, Date.now());
    await replicas.allPolledSince(1, Date.now());
    const [first, second] = [await replicas.jobs(0), await replicas.jobs(1)];
    expect(first && replicas.differences(first, woken)).toEqual([]);
    expect(second && replicas.differences(second, woken)).toEqual([]);
    expect(Number(first?.revision.split('-')[0])).toBeGreaterThanOrEqual(Number(before.split('-')[0]));
    expect(replicas.messages(0, 50)).toEqual([]);
    // What the woken one was about to poll under the lease it had, it may still poll, once.
    const outOfTurn = expectTurns(/^0+1+0+(10+)?1+$/);
    tell(`... and when it woke, it polled ${outOfTurn} of its ${ofSecond.size} backends once more before its turn`);
  });
});
