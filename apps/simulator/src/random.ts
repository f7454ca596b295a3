/** Seeded pseudo-random numbers: the same label always gives the same numbers. */
import { createHash } from 'node:crypto';

/** A stream of numbers that its label determines: sfc32 with the label's SHA-256 as its 128-bit state. */
export class Random {
  readonly #state: Int32Array;

  constructor(label: string) {
    const digest = createHash('sha256').update(label).digest();
    this.#state = Int32Array.from({ length: 4 }, (_, index) => digest.readInt32LE(index * 4));
  }

  /** A number from 0 up to, not including, 1. */
  next(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#state;
    const sum = (a + b + d) | 0;
    this.#state[0] = b ^ (b >>> 9);
    this.#state[1] = (c + (c << 3)) | 0;
    this.#state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
    this.#state[3] = (d + 1) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** An integer from `min` to `max`, both included. */
  between(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items. Throws a RangeError if there are none. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[Math.floor(this.next() * items.length)] as T;
  }

  /** Lower-case hexadecimal digits. */
  hex(digits: number): string {
    return Array.from({ length: digits }, () => this.between(0, 15).toString(16)).join('');
  }

  /** A UUID in the format of version 1, as ONTAP creates them. */
  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-11f0-a${this.hex(3)}-005056${this.hex(6)}`;
  }
}
