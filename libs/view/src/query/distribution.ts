import { type Percentiles } from '@gateway/core';

/** Each bucket is 1 % wider than the one below it. */
const LOG_WIDTH = Math.log(1.01);

/** The values of one bucket. */
interface Bucket {
  count: number;
  largest: number;
}

/** How numbers are distributed, in memory that does not grow with their count. Numbers below 0 count as 0. */
export class Distribution {
  readonly #buckets = new Map<number, Bucket>();
  #count = 0;

  /** Adds a number. */
  add(value: number): void {
    this.#add(value > 0 ? Math.ceil(Math.log(value) / LOG_WIDTH) : -Infinity, Math.max(0, value), 1);
  }

  /** Adds the numbers of another distribution. */
  addAll(other: Distribution): void {
    for (const [bucket, { count, largest }] of other.#buckets) this.#add(bucket, largest, count);
  }

  /** The percentiles; `undefined` without numbers. */
  percentiles(): Percentiles | undefined {
    if (this.#count === 0) return undefined;
    const sorted = [...this.#buckets].sort(([a], [b]) => a - b).map(([, bucket]) => bucket);
    const at = (share: number): number => largestAt(sorted, Math.ceil(this.#count * share));
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }

  #add(bucket: number, largest: number, count: number): void {
    this.#count += count;
    const known = this.#buckets.get(bucket);
    if (known === undefined) {
      this.#buckets.set(bucket, { count, largest });
      return;
    }
    known.count += count;
    known.largest = Math.max(known.largest, largest);
  }
}

/** The largest value of the bucket that contains the value with this rank, counted from 1. */
function largestAt(sorted: readonly Bucket[], rank: number): number {
  let left = rank;
  for (const { count, largest } of sorted) {
    left -= count;
    if (left <= 0) return largest;
  }
  return 0;
}
