/** The simulator's command line. */
import { parseArgs } from 'node:util';
import { type SimulatorOptions } from './simulator.js';

/** A whole-number option: what it means when left out, and the largest value that makes sense. */
const OPTIONS = {
  clusters: { initial: 3, max: 1_000 },
  'service-engines': { initial: 1, max: 1_000 },
  'unified-managers': { initial: 1, max: 1_000 },
  jobs: { initial: 20, max: 1_000_000 },
  churn: { initial: 12, max: 1_000_000 },
  latency: { initial: 5, max: 600_000 },
  seed: { initial: 1, max: Number.MAX_SAFE_INTEGER },
  port: { initial: 9_500, max: 65_535 },
  retention: { initial: 300, max: 86_400 },
} as const;

/** A mistake on the command line; the message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the arguments after the program's name. Throws a UsageError. */
export function readOptions(args: readonly string[]): SimulatorOptions {
  const given = parseCommandLine(args);
  const number = (name: keyof typeof OPTIONS): number => {
    const { initial, max } = OPTIONS[name];
    const text = given[name];
    if (text === undefined) return initial;
    if (!/^\d+$/.test(text) || Number(text) > max) throw new UsageError(`--${name} takes a number from 0 to ${max}`);
    return Number(text);
  };
  return {
    clusters: number('clusters'),
    serviceEngines: number('service-engines'),
    unifiedManagers: number('unified-managers'),
    jobs: number('jobs'),
    churn: number('churn'),
    latencyMs: number('latency'),
    seed: number('seed'),
    port: number('port'),
    retentionMs: number('retention') * 1_000,
  };
}

function parseCommandLine(args: readonly string[]): Readonly<Record<string, string | undefined>> {
  const options = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const names = Object.keys(OPTIONS).map((name) => `--${name}`);
    if (error instanceof TypeError) throw new UsageError(`${error.message}. The options are ${names.join(', ')}.`);
    throw error;
  }
}
