import { type Lease, LeaseLostError, type Logger } from '@gateway/core';

import { type Connection } from './connection.js';
import { type RedisKeys } from './keys.js';
import { type LogInterval } from './log-interval.js';

/** Sends a command that writes, as `Commands.write`. */
type Write = <T>(send: (redis: Connection) => Promise<T>, adds: boolean) => Promise<T>;

/**
 * The leases of all sources and the live replicas, in Redis. Repairs what a person or another program has changed, and
 * logs each repair, once in five minutes if it recurs.
 */
export class RedisLeases {
  /** The last new lease of each source, and the data set that granted it: see `ACQUIRE_LEASE`. */
  readonly #last = new Map<string, { readonly lease: Lease; readonly dataSet: string }>();

  constructor(
    private readonly keys: RedisKeys,
    private readonly logger: Logger,
    private readonly interval: LogInterval,
    private readonly write: Write,
  ) {}

  /** As `JobStore.acquireLease`. */
  async acquire(source: string, holder: string, ttlMs: number): Promise<Lease | undefined> {
    const key = this.keys.lease(source);
    const last = this.#last.get(source);
    const known = last?.lease.holder === holder ? [last.lease.fencing, last.dataSet] : ['', ''];
    const [fencing, dataSet, ...repairs] = await this.write(
      (redis) => redis.acquireLease(key, this.keys.fencing, source, holder, ttlMs, ...known),
      false,
    );
    for (const repair of repairsIn(repairs)) {
      if (this.interval.isDue(`${source} ${repair.key} ${repair.problem}`))
        this.logger.warn({ source, ...repair }, 'lease of a source was damaged in Redis and repaired');
    }
    if (fencing === '') return undefined;
    const lease = { source, holder, fencing: Number(fencing) };
    if (dataSet !== '') this.#last.set(source, { lease, dataSet });
    return lease;
  }

  /** As `JobStore.releaseLease`. */
  async release(lease: Lease): Promise<void> {
    this.#last.delete(lease.source);
    await this.write((redis) => redis.releaseLease(this.keys.lease(lease.source), valueOf(lease)), false);
  }

  /** Saves a checkpoint under a lease, as `JobStore.saveCheckpoint`. */
  async saveCheckpoint(lease: Lease, json: string): Promise<void> {
    const key = this.keys.lease(lease.source);
    const saved = await this.write(
      (redis) => redis.saveCheckpoint(key, this.keys.checkpoints, valueOf(lease), lease.source, json),
      true,
    );
    if (!saved) throw new LeaseLostError(`the lease on ${lease.source} is lost`);
  }

  /** As `JobStore.announce`. */
  async announce(replica: string, ttlMs: number): Promise<readonly string[]> {
    const { replicas: key } = this.keys;
    const [live, removed] = await this.write((redis) => redis.announce(key, replica, ttlMs), false);
    if (removed.length > 0 && this.interval.isDue(key))
      this.logger.warn({ key, replicas: removed }, 'replicas with a wrong expiry were removed');
    return live;
  }
}

/** The value of a lease's key. */
function valueOf({ fencing, holder }: Lease): string {
  return `${fencing} ${holder}`;
}

/** The repairs that a script returns: each key is followed by what was wrong with it. */
function repairsIn(flat: readonly string[]): { readonly key: string; readonly problem: string }[] {
  return flat.flatMap((key, at) => (at % 2 === 0 ? [{ key, problem: flat[at + 1] ?? '' }] : []));
}
