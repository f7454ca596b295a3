import { type Logger, type StoredCount } from '@gateway/core';

import { formatText, STORE_FORMAT } from '../store-format.js';
import { type Connection } from './connection.js';
import { EvictionPolicy } from './eviction-policy.js';
import { KEY_TYPES, movedKey, type RedisKeys } from './keys.js';
import { type LogInterval } from './log-interval.js';

const NAMES = Object.keys(KEY_TYPES) as (keyof typeof KEY_TYPES)[];

/** Looks for damage that other programs can cause in Redis; see `INSPECT`. Logs each finding once in five minutes. */
export class Inspection {
  /** Absent in a second store of a namespace, because the first one reports the policy of their Redis. */
  readonly #evictionPolicy: EvictionPolicy | undefined;

  constructor(
    private readonly keys: RedisKeys,
    private readonly interval: LogInterval,
    private readonly logger: Logger,
    isSecond: boolean,
  ) {
    this.#evictionPolicy = isSecond ? undefined : new EvictionPolicy(logger);
  }

  /** As `JobStore.inspect`. Throws the client's error. */
  async run(redis: Connection): Promise<StoredCount> {
    const keys = NAMES.map((name) => this.keys[name]);
    const types = Object.values(KEY_TYPES);
    const [revision, records, policy, moved, expiring] = await redis.inspect(
      ...[...keys, ...keys.map(movedKey)],
      ...[...types, formatText(STORE_FORMAT)],
    );
    for (const key of moved) this.#log({ key, movedTo: movedKey(key) }, 'another program replaced a key; moved it');
    for (const key of expiring) this.#log({ key }, 'another program gave a key an expiry; removed it');
    this.#evictionPolicy?.note(policy);
    return { revision, records };
  }

  /** As `JobStore.warnings`. */
  warnings(): readonly string[] {
    const warning = this.#evictionPolicy?.warning;
    return warning === undefined ? [] : [warning];
  }

  #log(fields: { readonly key: string; readonly movedTo?: string }, message: string): void {
    if (this.interval.isDue(`${fields.key} ${message}`)) this.logger.error(fields, message);
  }
}
