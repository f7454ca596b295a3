/** One model run: a random program against a world, and the verdict. */
import { type SourceKind } from '@gateway/core';

import { Random } from '../../apps/simulator/src/random.js';
import { type BackendSettings } from '../../apps/simulator/src/simulator.js';
import { type Command, randomProgram } from './commands.js';
import { embeddedHome, type RedisGround } from './store-home.js';
import { emptyTally, judge, type Tally } from './verdict.js';
import { World, type WorldPlan } from './world.js';

/** What a run came to. */
export interface SeedResult {
  readonly seed: number;
  /** What the world was like, in words. */
  readonly setting: string;
  readonly commands: readonly Command[];
  readonly tally: Tally;
  /** A sentence for everything that was not as it must be. */
  readonly complaints: readonly string[];
}

/** One seed in so many has a Redis. */
const REDIS_EVERY = 4;

/** Runs the program of a seed. The same seed gives the same program. */
export async function runSeed(seed: number, ground: RedisGround): Promise<SeedResult> {
  const random = new Random(`model/${seed}`);
  const redis = seed % REDIS_EVERY === 0;
  const plan = randomPlan(seed, random, redis);
  const world = new World(plan);
  const tally = emptyTally();
  const complaints: string[] = [];
  const commands: Command[] = [];
  try {
    await world.start((time) => (redis ? ground.home(time) : embeddedHome(time)));
    for (const command of randomProgram(random, world.backends, random.between(15, 40), redis)) {
      commands.push(command);
      await world.perform(command);
    }
    complaints.push(...(await judgeWorld(world, tally)));
  } catch (error) {
    complaints.push(`the run broke off: ${error instanceof Error ? error.stack : String(error)}`);
  }
  await world.end().catch((error: unknown) => complaints.push(`the run does not end: ${String(error)}`));
  return { seed, setting: describePlan(plan, redis), commands, tally, complaints };
}

async function judgeWorld(world: World, tally: Tally): Promise<string[]> {
  const unrecovered = await world.recover();
  await world.pollAll();
  await world.pollAll();
  const complaints = [
    ...unrecovered.map((name) => `${name} has not recovered`),
    ...world.errors,
    ...world.reader.complaints,
  ];
  for (const { view, poller, name: gateway } of world.gateways) {
    for (const backend of world.backends) {
      const { name, kind } = backend;
      const evidence = {
        name,
        kind,
        truth: backend.truth(),
        wholePolls: world.polls.of(name),
        unsavedPolls: world.polls.unsaved,
        wasMisdated: (at: number) => world.side.wasMisdated(name, at),
        gaps: poller.report(name)?.gaps ?? [],
        shownAt: (at: number) => backend.shownAt(at),
        record: (id: string) => view.get(id)?.job,
        ends: (id: string) => world.reader.endsOf(id),
      };
      const counted = gateway === world.gateways[0]?.name ? tally : emptyTally();
      complaints.push(...judge(evidence, counted).map((complaint) => `${gateway}: ${complaint}`));
    }
  }
  return complaints;
}

function randomPlan(seed: number, random: Random, redis: boolean): WorldPlan {
  const kinds = random.pick(['ontap', 'engine', 'manager', 'all', 'all', 'ontap'] as const);
  const all = kinds === 'all';
  const backends = {
    ontap: kinds === 'ontap' ? random.between(1, 2) : all ? 1 : 0,
    'service-engine': kinds === 'engine' || all ? 1 : 0,
    'unified-manager': kinds === 'manager' || all ? 1 : 0,
  };
  const intervals = new Map<string, number>();
  return {
    seed,
    simulator: { backends, jobs: random.between(0, 25), settings: randomSettings(random, backends) },
    replicas: redis ? random.between(1, 2) : 1,
    intervalMs: (source) =>
      intervals.get(source) ?? intervals.set(source, 1_000 * random.pick([5, 10, 20, 30])).get(source)!,
    timeoutMs: 1_000 * random.pick([5, 30]),
  };
}

function randomSettings(
  random: Random,
  backends: Readonly<Record<SourceKind, number>>,
): Record<string, BackendSettings> {
  const settings = (): BackendSettings => ({
    utcOffset: random.pick(['-08:00', '+05:30', '+00:00', '+13:45']),
    pageCap: random.pick([8, 15, 1_000]),
  });
  return {
    ...(backends.ontap > 0 && { east: { ...settings(), version: random.pick(['9.13.1', '9.7', '9.16.1']) } }),
    ...(backends.ontap > 1 && { west: settings() }),
    ...(backends['service-engine'] > 0 && { engine1: { ...settings(), tokenLifeMs: random.pick([600_000, 45_000]) } }),
    ...(backends['unified-manager'] > 0 && {
      um1: { ...settings(), upperCase: random.chance(0.3), swapped: random.chance(0.3) },
    }),
  };
}

function describePlan({ simulator, replicas, timeoutMs }: WorldPlan, redis: boolean): string {
  return `${redis ? `Redis, ${replicas} replicas` : 'embedded store'}, timeout ${timeoutMs} ms, ${JSON.stringify(simulator)}`;
}
