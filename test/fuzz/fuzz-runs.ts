/** How many runs a property has, and how a failure is replayed. */
import { type Parameters } from 'fast-check';

/** The number of runs. */
export interface FuzzRuns {
  readonly runs: number;
}

/** A run that takes longer hangs; others take some milliseconds. */
const HANGS_AFTER_MS = 20_000;

/**
 * Options of `fc.assert`. A failure prints `seed` and `path`; `FUZZ_SEED` and `FUZZ_PATH` run that case again.
 */
export function replayOptions<T>({ runs }: FuzzRuns): Parameters<T> {
  const { FUZZ_PATH: path, FUZZ_SEED: seed } = process.env;
  return {
    numRuns: runs,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path, endOnFailure: true }),
    timeout: HANGS_AFTER_MS,
  };
}
