/** The simulator's command line. */
import { parseArgs } from 'node:util';

import { SOURCE_KINDS } from '@gateway/core';

import { forEachKind, KINDS } from './kinds.js';
import { type SimulatorOptions } from './simulator.js';

/** A whole-number option: its default and its largest value. */
interface NumberOption {
  readonly initial: number;
  readonly max: number;
}

const OPTIONS = {
  managed: { initial: 0, max: 1_000 },
  jobs: { initial: 20, max: 1_000_000 },
  churn: { initial: 12, max: 1_000_000 },
  latency: { initial: 5, max: 600_000 },
  seed: { initial: 1, max: Number.MAX_SAFE_INTEGER },
  port: { initial: 9_500, max: 65_535 },
  retention: { initial: 300, max: 86_400 },
} as const satisfies Record<string, NumberOption>;
const MAX_BACKENDS = 1_000;
const OPTION_NAMES = [...SOURCE_KINDS.map((kind) => KINDS[kind].option), ...Object.keys(OPTIONS), 'host'];

/** An invalid command line. The message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the arguments after the program's name. Throws a UsageError. */
export function readOptions(args: readonly string[]): SimulatorOptions {
  const given = parseCommandLine(args);
  const number = (name: keyof typeof OPTIONS): number => numberOf(name, given[name], OPTIONS[name]);
  return {
    backends: forEachKind((kind) => {
      const { option, initialCount } = KINDS[kind];
      return numberOf(option, given[option], { initial: initialCount, max: MAX_BACKENDS });
    }),
    managed: number('managed'),
    jobs: number('jobs'),
    churn: number('churn'),
    latencyMs: number('latency'),
    seed: number('seed'),
    port: number('port'),
    retentionMs: number('retention') * 1_000,
    ...(given['host'] !== undefined && { host: given['host'] }),
  };
}

function numberOf(name: string, text: string | undefined, { initial, max }: NumberOption): number {
  if (text === undefined) return initial;
  if (!/^\d+$/.test(text) || Number(text) > max) {
    throw new UsageError(`--${name} takes a number from 0 to ${max}, got ${JSON.stringify(text)}`);
  }
  return Number(text);
}

function parseCommandLine(args: readonly string[]): Readonly<Record<string, string | undefined>> {
  const options = Object.fromEntries(OPTION_NAMES.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const names = OPTION_NAMES.map((name) => `--${name}`);
    if (error instanceof TypeError) throw new UsageError(`${error.message}. The options are ${names.join(', ')}.`);
    throw error;
  }
}
