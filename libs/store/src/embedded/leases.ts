import { type Clock, type Lease } from '@gateway/core';

import { FENCING_KEYS, fencingKey, suffixOf } from './keys.js';
import { type LevelDatabase } from './level-database.js';

interface Holding {
  readonly holder: string;
  readonly expiresAtMs: number;
}

/**
 * The leases of the process that has the directory open. Leases end with the process. Fencing numbers are on the disk
 * and keep increasing after a restart.
 */
export class Leases {
  readonly #database: LevelDatabase;
  readonly #clock: Clock;
  readonly #highest = new Map<string, number>();
  readonly #holdings = new Map<string, Holding>();

  constructor(database: LevelDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Reads the highest fencing number of each source. */
  async load(): Promise<void> {
    for await (const page of this.#database.pages(FENCING_KEYS)) {
      for (const [key, fencing] of page) this.#highest.set(suffixOf(key), Number(fencing));
    }
  }

  /** The highest fencing number of a source; 0 if it never had a lease. */
  highest(source: string): number {
    return this.#highest.get(source) ?? 0;
  }

  /** Acquires or renews a lease; `undefined` while another holder has it. Only for use within `exclusive`. */
  async acquire(source: string, holder: string, ttlMs: number): Promise<Lease | undefined> {
    const holding = this.#holding(source);
    if (holding && holding.holder !== holder) return undefined;
    if (!holding) await this.#raiseFencing(source);
    this.#holdings.set(source, { holder, expiresAtMs: this.#clock.now() + ttlMs });
    return { source, holder, fencing: this.highest(source) };
  }

  /** Releases a lease; does nothing if it is lost. */
  release(lease: Lease): void {
    if (this.isHeld(lease)) this.#holdings.delete(lease.source);
  }

  /** True until the lease expires, is released, or is acquired by another holder. */
  isHeld(lease: Lease): boolean {
    return this.#holding(lease.source)?.holder === lease.holder && this.highest(lease.source) === lease.fencing;
  }

  #holding(source: string): Holding | undefined {
    const holding = this.#holdings.get(source);
    return holding && holding.expiresAtMs > this.#clock.now() ? holding : undefined;
  }

  async #raiseFencing(source: string): Promise<void> {
    const fencing = this.highest(source) + 1;
    await this.#database.write([{ type: 'put', key: fencingKey(source), value: String(fencing) }]);
    this.#highest.set(source, fencing);
  }
}
