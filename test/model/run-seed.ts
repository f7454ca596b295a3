/** One model run: runs a random program and checks the result. */
import { type SourceKind } from '@gateway/core';

import { Random } from '../../apps/simulator/src/random.js';
import { type BackendSettings } from '../../apps/simulator/src/simulator.js';
import { findViolations, type OutcomeCounts, zeroCounts } from './check-records.js';
import { type Command, randomProgram } from './commands.js';
import { embeddedFixture, type ModelRedis } from './store-fixture.js';
import { withDamage } from './with-damage.js';
import { World, type WorldPlan } from './world.js';

/** The result of a run. */
export interface SeedResult {
  readonly seed: number;
  /** The store, replicas, backends and timeouts of the run, as text. */
  readonly setting: string;
  readonly commands: readonly Command[];
  readonly counts: OutcomeCounts;
  /** One sentence for each violated guarantee. */
  readonly violations: readonly string[];
}

/** Every fourth seed runs on Redis. */
const REDIS_EVERY = 4;

/** Runs the program of a seed. The same seed gives the same program. */
export async function runSeed(seed: number, modelRedis: ModelRedis): Promise<SeedResult> {
  const random = new Random(`model/${seed}`);
  const redis = seed % REDIS_EVERY === 0;
  const plan = randomPlan(seed, random, redis);
  const world = new World(plan);
  const counts = zeroCounts();
  const violations: string[] = [];
  const commands: Command[] = [];
  try {
    await world.start((time) => (redis ? modelRedis.createFixture(time) : embeddedFixture(time)));
    const program = randomProgram(random, world.backends, random.between(15, 40), redis);
    for (const command of withDamage(program, new Random(`damage/${seed}`), redis)) {
      commands.push(command);
      await world.perform(command);
    }
    violations.push(...(await checkWorld(world, counts)));
  } catch (error) {
    violations.push(`the run failed: ${error instanceof Error ? error.stack : String(error)}`);
  }
  await world.end().catch((error: unknown) => violations.push(`the cleanup failed: ${String(error)}`));
  return { seed, setting: describePlan(plan, redis), commands, counts, violations };
}

async function checkWorld(world: World, counts: OutcomeCounts): Promise<string[]> {
  const unrecovered = await world.recover();
  await world.pollAll();
  await world.pollAll();
  const violations = [
    ...unrecovered.map((name) => `${name} was not polled after all faults ended`),
    ...world.errors,
    ...world.reader.violations,
    ...(await world.missingInStore()),
  ];
  for (const { view, poller, name: gateway } of world.gateways) {
    for (const backend of world.backends) {
      const { name, kind } = backend;
      const evidence = {
        name,
        kind,
        truth: backend.truth(),
        completePolls: world.completePolls.of(name),
        unsavedPolls: world.completePolls.unsaved,
        hasUnseenClock: (at: number) => world.control.hasUnseenClock(name, at),
        gaps: poller.report(name)?.gaps ?? [],
        shownAt: (at: number) => backend.shownAt(at),
        destroyedAt: (id: string) => world.destroyedAt(id),
        record: (id: string) => view.get(id)?.job,
        ends: (id: string) => world.reader.endsOf(id),
      };
      const gatewayCounts = gateway === world.gateways[0]?.name ? counts : zeroCounts();
      violations.push(...findViolations(evidence, gatewayCounts).map((violation) => `${gateway}: ${violation}`));
    }
  }
  return violations;
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
