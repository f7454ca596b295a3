import { type Clock, type Logger, type StoredCount } from '@gateway/core';

import { type Connection } from './connection.js';
import { EvictionPolicy } from './eviction-policy.js';
import { KEY_TYPES, movedKey, type RedisKeys } from './keys.js';

const NAMES = Object.keys(KEY_TYPES) as (keyof typeof KEY_TYPES)[];

/** A finding that recurs is logged again after this time, in ms. */
const LOG_INTERVAL_MS = 300_000;

/** Looks for damage that other programs can cause in Redis; see `INSPECT`. Logs each finding once in five minutes. */
export class Inspection {
  readonly #evictionPolicy: EvictionPolicy;
  /** When each finding was logged last, in ms. */
  readonly #loggedAt = new Map<string, number>();

  constructor(
    private readonly keys: RedisKeys,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.#evictionPolicy = new EvictionPolicy(logger);
  }

  /** As `JobStore.inspect`. Throws the client's error. */
  async run(redis: Connection): Promise<StoredCount> {
    const keys = NAMES.map((name) => this.keys[name]);
    const types = Object.values(KEY_TYPES);
    const [revision, records, policy, moved, expiring] = await redis.inspect(...keys, ...keys.map(movedKey), ...types);
    for (const key of moved) this.#log({ key, movedTo: movedKey(key) }, 'another program replaced a key; moved it');
    for (const key of expiring) this.#log({ key }, 'another program gave a key an expiry; removed it');
    this.#evictionPolicy.note(policy);
    return { revision, records };
  }

  /** As `JobStore.warnings`. */
  warnings(): readonly string[] {
    const { warning } = this.#evictionPolicy;
    return warning === undefined ? [] : [warning];
  }

  #log(fields: { readonly key: string; readonly movedTo?: string }, message: string): void {
    const finding = `${fields.key} ${message}`;
    const now = this.clock.now();
    if (Math.abs(now - (this.#loggedAt.get(finding) ?? -Infinity)) < LOG_INTERVAL_MS) return;
    this.#loggedAt.set(finding, now);
    this.logger.error(fields, message);
  }
}
