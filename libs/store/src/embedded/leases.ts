import { type Clock, type Lease, type Logger } from '@gateway/core';

import { FENCING_KEYS, fencingKey, suffixOf } from './keys.js';
import { type Batch, type LevelDatabase } from './level-database.js';

interface Holding {
  readonly lease: Lease;
  expiresAtMs: number;
}

/** Writes operations; resolves when they are durable. */
type Write = (addTo: (batch: Batch) => void) => Promise<void>;

/**
 * The leases of the process that has the directory open. Leases end with the process. Fencing numbers are on the disk
 * and keep increasing after a restart. A new number is at least the time in ms since the epoch, so that numbers increase
 * even if the last one is lost or damaged. Only a new number is written: a renewal does not wait for the disk.
 */
export class Leases {
  readonly #database: Pick<LevelDatabase, 'pages'>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #write: Write;
  readonly #highest = new Map<string, number>();
  readonly #holdings = new Map<string, Holding>();

  constructor(database: Pick<LevelDatabase, 'pages'>, clock: Clock, logger: Logger, write: Write) {
    this.#database = database;
    this.#clock = clock;
    this.#logger = logger;
    this.#write = write;
  }

  /** Reads the highest fencing number of each source. One that is damaged or cannot be increased is logged. */
  async load(): Promise<void> {
    for await (const page of this.#database.pages(FENCING_KEYS)) {
      for (const [key, fencing] of page) {
        const source = suffixOf(key);
        const number = /^\d+$/.test(fencing) ? Number(fencing) : NaN;
        // A number whose write failed must not be used again.
        if (number < Number.MAX_SAFE_INTEGER) this.#highest.set(source, Math.max(this.highest(source), number));
        else this.#logger.warn({ source }, 'fencing number of a source is damaged and will be replaced');
      }
    }
  }

  /** The highest fencing number of a source; 0 if it never had a lease. */
  highest(source: string): number {
    return this.#highest.get(source) ?? 0;
  }

  /**
   * Acquires or renews a lease; `undefined` while another holder has it. A holder whose lease has expired regains it
   * under the same number if no other holder has acquired it since.
   */
  async acquire(source: string, holder: string, ttlMs: number): Promise<Lease | undefined> {
    const renewed = this.#renew(source, holder, ttlMs);
    if (renewed || this.#isHeldByOther(source, holder)) return renewed;
    let acquired: Holding | undefined;
    try {
      await this.#write((batch) => {
        // Another call for the same source may have been before this one.
        if (this.#isHeldByOther(source, holder) || this.#renew(source, holder, ttlMs)) return;
        const lease = { source, holder, fencing: Math.max(this.highest(source) + 1, this.#clock.now()) };
        batch.put(fencingKey(source), String(lease.fencing));
        acquired = { lease, expiresAtMs: this.#clock.now() + ttlMs };
        this.#highest.set(source, lease.fencing);
        this.#holdings.set(source, acquired);
      });
    } catch (error) {
      if (this.#holdings.get(source) === acquired) this.#holdings.delete(source);
      throw error;
    }
    return acquired?.lease ?? this.#renew(source, holder, ttlMs);
  }

  /** Releases a lease; does nothing if it is lost. */
  release(lease: Lease): void {
    if (this.#isLast(lease)) this.#holdings.delete(lease.source);
  }

  /** True until the lease expires, is released, or is acquired by another holder. */
  isHeld(lease: Lease): boolean {
    return this.#isLast(lease) && !this.#isExpired(lease.source);
  }

  #renew(source: string, holder: string, ttlMs: number): Lease | undefined {
    const holding = this.#holdings.get(source);
    if (holding?.lease.holder !== holder) return undefined;
    holding.expiresAtMs = this.#clock.now() + ttlMs;
    return holding.lease;
  }

  #isHeldByOther(source: string, holder: string): boolean {
    const holding = this.#holdings.get(source);
    return holding !== undefined && holding.lease.holder !== holder && !this.#isExpired(source);
  }

  #isExpired(source: string): boolean {
    return (this.#holdings.get(source)?.expiresAtMs ?? 0) <= this.#clock.now();
  }

  /** True if the lease was not released and no other was acquired since; it may have expired. */
  #isLast({ source, holder, fencing }: Lease): boolean {
    const last = this.#holdings.get(source)?.lease;
    return last?.holder === holder && last.fencing === fencing;
  }
}
