import { parseCost } from './parse-cost.mjs';

/** What JSON.parse reads of the pages on the machine of the goals, without other work. */
const REFERENCE_BYTES_PER_SECOND = 260e6;
const ROUNDS = 5;

/** How many times slower than the machine of the goals this one is now; at least 1. */
export async function slowdown(url, clusters) {
  const { bytes, seconds } = await parseCost(url, clusters, ROUNDS);
  return Math.max(1, (seconds.value * REFERENCE_BYTES_PER_SECOND) / bytes);
}
