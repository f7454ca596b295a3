/** Upper bounds of buckets for durations in seconds, from 1 ms to 10 s. */
export const DURATION_BOUNDS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Counts values in buckets with fixed bounds. To add a value neither allocates nor hashes. */
export class Histogram {
  /** Values up to each bound and above the bound before it; the last element counts those above all bounds. */
  readonly counts: Float64Array;
  /** The sum of all values. */
  sum = 0;

  /** `bounds` are in ascending order. */
  constructor(readonly bounds: readonly number[]) {
    this.counts = new Float64Array(bounds.length + 1);
  }

  /** Adds a value. */
  observe(value: number): void {
    const { bounds, counts } = this;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket += 1;
    (counts[bucket] as number) += 1;
    this.sum += value;
  }

  /** The number of values so far. */
  get count(): number {
    return this.counts.reduce((total, count) => total + count, 0);
  }
}
