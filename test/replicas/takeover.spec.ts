import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';

import { preferredReplica } from '../../libs/poller/src/leases/lease-policy.js';
import { pollOrder, type RecordingProxy } from './recording-proxy.js';
import { printFigure, Replicas, until } from './replicas.js';

const FROZEN_MS = 30_000;
const ROUNDS = 5;

describe('two replicas', () => {
  let redis: RedisServer;
  let replicas: Replicas;
  let first: string | undefined;
  let proxies: readonly ReadonlyMap<string, RecordingProxy>[];

  /** The sources for which the second replica is preferred. */
  let ofSecond: ReadonlySet<string>;

  beforeEach(async () => {
    await startBoth();
    // The names of replicas are random: in one of thirty cases one of the two is preferred for all sources.
    while (ofSecond.size === 0 || ofSecond.size === replicas.simulator.backends.length) {
      await stopBoth();
      await startBoth();
    }
    await preferredReplicasPoll();
    await replicas.allPolledSince(0, Date.now());
  });

  afterEach(stopBoth);

  async function startBoth(): Promise<void> {
    redis = await startRedisServer();
    replicas = await Replicas.prepare(2, { kind: 'redis', url: redis.url, namespace: 'jobs' }, 60);
    proxies = [await replicas.recordRequests(0), await replicas.recordRequests(1)];
    await replicas.start(0);
    await replicas.allPolledSince(0, 0);
    [first] = await pollers(0);
    await replicas.start(1);
    await until('the replicas know each other', () => liveReplicas().length === 2);
    const names = replicas.simulator.backends.map(({ name }) => name);
    ofSecond = new Set(names.filter((name) => preferredReplica(name, liveReplicas()) !== first));
  }

  async function stopBoth(): Promise<void> {
    await replicas.stop();
    await redis.stop();
  }

  /** The live replicas, from the last log line of the first replica about them. */
  function liveReplicas(): readonly string[] {
    const lines = replicas.process(0).output().split('\n').slice(0, -1);
    const entries = lines.map((line) => JSON.parse(line) as { msg: string; replicas?: readonly string[] });
    return entries.findLast(({ msg }) => msg === 'live replicas changed')?.replicas ?? [];
  }

  async function preferredReplicasPoll(): Promise<void> {
    await until('each replica polls the sources it is preferred for', async () =>
      (await replicas.sources(0)).every(({ name, polled_by }) => (polled_by !== first) === ofSecond.has(name)),
    );
  }

  async function pollers(at: number): Promise<readonly (string | undefined)[]> {
    return (await replicas.sources(at)).map(({ polled_by }) => polled_by);
  }

  /**
   * Expects that the poll order matches `turns` at the second replica's backends, and is the first replica alone at the
   * others. Returns at how many backends the group of `turns` matched: there the second replica polled out of turn.
   */
  function expectTurns(turns: RegExp): number {
    let outOfTurn = 0;
    for (const { name } of replicas.simulator.backends) {
      const both = proxies.map((each) => each.get(name) as RecordingProxy);
      const polledBy = (['began', 'ended'] as const).map((order) => pollOrder(both, order));
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

  it('take over from one that was killed', async () => {
    const since = Date.now();
    await replicas.end(1, 'SIGKILL');
    const tookMs = await replicas.allPolledSince(0, since);
    printFigure(
      `takeover after SIGKILL: all sources polled by the other replica after ${(tookMs / 1_000).toFixed(1)} s`,
    );
    expect(new Set(await pollers(0)).size).toBe(1);
    expectTurns(/^0+1+0+$/);
  });

  it('prevent writes of one that was frozen and wakes up', async () => {
    const frozen = replicas.process(1);
    const since = Date.now();
    frozen.kill('SIGSTOP');
    const tookMs = await replicas.allPolledSince(0, since);
    printFigure(
      `takeover after SIGSTOP: all sources polled by the other replica after ${(tookMs / 1_000).toFixed(1)} s`,
    );
    await until('the replica was frozen for 30 s', () => Date.now() - since > FROZEN_MS);
    const before = (await replicas.jobs(0))?.revision ?? '';
    frozen.kill('SIGCONT');
    const woken = Date.now();
    await preferredReplicasPoll();
    await replicas.allPolledSince(0, Date.now());
    await replicas.allPolledSince(1, Date.now());
    const [first, second] = [await replicas.jobs(0), await replicas.jobs(1)];
    expect(first && replicas.missingOutcomes(first, woken)).toEqual([]);
    expect(second && replicas.missingOutcomes(second, woken)).toEqual([]);
    expect(Number(first?.revision.split('-')[0])).toBeGreaterThanOrEqual(Number(before.split('-')[0]));
    expect(replicas.messages(0, 50)).toEqual([]);
    // The woken replica may still run one poll that was due under its old lease.
    const outOfTurn = expectTurns(/^0+1+0+(10+)?1+$/);
    printFigure(`after SIGCONT it polled ${outOfTurn} of its ${ofSecond.size} backends once more before its turn`);
  });
});
