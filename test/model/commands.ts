/** The commands of a model run, and the random program of a seed. */
import { type SourceKind } from '@gateway/core';

import { type Random } from '../../apps/simulator/src/random.js';
import { type Fault, type JobScript } from '../../apps/simulator/src/simulator.js';
import { type FolderDamage, type RedisDamage } from './damage.js';
import { nativeStatesOf } from './expected-state.js';

/**
 * One command. `pick`, from 0 up to 1, selects one of the jobs, gateways or keys that exist at that moment; `content` what
 * is written in their place.
 */
export type Command =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'add'; readonly source: string; readonly scripts: readonly JobScript[] }
  | {
      readonly do: 'add-while-paging';
      readonly source: string;
      readonly page: number;
      readonly scripts: readonly JobScript[];
    }
  | { readonly do: 'remove'; readonly source: string; readonly pick: number }
  | { readonly do: 'remove-while-paging'; readonly source: string; readonly page: number; readonly pick: number }
  | { readonly do: 'rerun'; readonly source: string; readonly pick: number; readonly script: JobScript }
  | { readonly do: 'fault'; readonly source: string; readonly fault: Fault }
  | { readonly do: 'heal'; readonly source: string }
  | { readonly do: 'restart-backend'; readonly source: string; readonly downMs: number }
  | { readonly do: 'restart-gateway'; readonly pick: number; readonly downMs: number }
  | { readonly do: 'kill-gateway'; readonly pick: number; readonly afterCalls: number; readonly downMs: number }
  | { readonly do: 'lose-redis'; readonly downMs: number; readonly empty: boolean }
  | { readonly do: 'damage-redis'; readonly damage: RedisDamage; readonly pick: number; readonly content: number }
  | {
      readonly do: 'damage-folder';
      readonly damage: FolderDamage;
      readonly pick: number;
      readonly content: number;
      readonly downMs: number;
    };

/** What commands use of a source. */
export interface CommandSource {
  readonly name: string;
  readonly kind: SourceKind;
}

const PLAIN_FAULTS = [
  'hang',
  'headers-then-hang',
  'html',
  'html-504',
  'truncated',
  'unauthorized',
  'forbidden',
  'error-500',
  'reset',
  'reset-idle',
  'next-repeats',
  'array',
  'down',
] as const;
const OFFSETS_MS = [6 * 3_600_000, -6 * 3_600_000, 90_000, -90_000, 700, -4_300];
const SECOND = 1_000;
const MINUTE = 60_000;

/** A random program of `length` commands for these sources. */
export function randomProgram(
  random: Random,
  sources: readonly CommandSource[],
  length: number,
  redis: boolean,
): Command[] {
  return Array.from({ length }, () => randomCommand(random, random.pick(sources), redis));
}

function randomCommand(random: Random, { name: source, kind }: CommandSource, redis: boolean): Command {
  const chance = random.between(1, 100);
  if (chance <= 30) return { do: 'wait', ms: randomWait(random) };
  if (chance <= 50) return { do: 'add', source, scripts: randomScripts(random, kind, random.between(1, 4)) };
  if (chance <= 53) return { do: 'add', source, scripts: randomScripts(random, kind, random.between(20, 45)) };
  if (chance <= 59) {
    const scripts = randomScripts(random, kind, random.between(1, 12));
    return { do: 'add-while-paging', source, page: random.between(1, 4), scripts };
  }
  if (chance <= 62) return { do: 'remove', source, pick: random.next() };
  if (chance <= 64) return { do: 'remove-while-paging', source, page: random.between(1, 4), pick: random.next() };
  if (chance <= 68) return { do: 'rerun', source, pick: random.next(), script: randomScript(random, kind) };
  if (chance <= 80) return { do: 'fault', source, fault: randomFault(random) };
  if (chance <= 87) return { do: 'heal', source };
  if (chance <= 90) return { do: 'restart-backend', source, downMs: randomWait(random) };
  if (chance <= 93) return { do: 'restart-gateway', pick: random.next(), downMs: randomWait(random) };
  if (chance <= 96 || !redis) {
    return { do: 'kill-gateway', pick: random.next(), afterCalls: random.between(0, 12), downMs: randomWait(random) };
  }
  return { do: 'lose-redis', downMs: randomWait(random), empty: random.chance(0.5) };
}

/** Usually seconds, sometimes minutes, rarely longer than ONTAP keeps finished jobs. */
function randomWait(random: Random): number {
  const chance = random.next();
  if (chance < 0.55) return random.between(0, 12 * SECOND);
  return chance < 0.92 ? random.between(10 * SECOND, 80 * SECOND) : random.between(3 * MINUTE, 12 * MINUTE);
}

function randomFault(random: Random): Fault {
  const limits = random.chance(0.4) ? { times: random.between(1, 3) } : {};
  const calls = random.chance(0.25) ? { calls: [random.pick(['list', 'get'] as const)] } : {};
  if (random.chance(0.15)) return { kind: 'clock-offset', ms: random.pick(OFFSETS_MS) };
  if (random.chance(0.12)) {
    const retryAfter = random.chance(0.5) ? { retryAfter: random.between(0, 60) } : {};
    return { kind: 'throttle', status: random.pick([429, 503] as const), ...retryAfter, ...limits, ...calls };
  }
  const kind = random.pick(PLAIN_FAULTS);
  return kind === 'down' ? { kind } : { kind, ...limits, ...calls };
}

function randomScripts(random: Random, kind: SourceKind, count: number): JobScript[] {
  return Array.from({ length: count }, () => randomScript(random, kind));
}

/** Some active states, then an end; sometimes without an end. Sometimes a state is one that no table has. */
function randomScript(random: Random, kind: SourceKind): JobScript {
  const { active, ends } = nativeStatesOf(kind);
  const unknown = kind === 'unified-manager' ? 'dreaming/normal' : 'dreaming';
  const steps = Array.from({ length: random.between(0, 3) }, () => ({
    state: random.chance(0.06) ? unknown : withRandomCase(random, random.pick(active)),
    terminal: false,
    forMs: randomForMs(random),
  }));
  const end = { state: withRandomCase(random, random.pick(ends)), terminal: true };
  if (random.chance(0.1)) return { steps: [...steps, { state: random.pick(active), terminal: false }] };
  return { steps: [...steps, end] };
}

function randomForMs(random: Random): number {
  const chance = random.next();
  if (chance < 0.3) return random.between(0, 2 * SECOND);
  return chance < 0.85 ? random.between(SECOND, 60 * SECOND) : random.between(MINUTE, 15 * MINUTE);
}

function withRandomCase(random: Random, state: string): string {
  return random.chance(0.1) ? state.toUpperCase() : state;
}
