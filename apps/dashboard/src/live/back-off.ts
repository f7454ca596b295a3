const DELAYS = [1, 2, 4, 8, 15] as const;
const JITTER = 0.2;

/** Milliseconds before the next try: 1, 2, 4, 8, then 15 seconds, each ± 20 %. `failures` begins at 1. */
export function backOff(failures: number, random: () => number = Math.random): number {
  const seconds = DELAYS[Math.min(failures, DELAYS.length) - 1] ?? DELAYS[0];
  return seconds * 1_000 * (1 - JITTER + 2 * JITTER * random());
}
