import { type Clock, type JobStore, type Logger, type RedisAccess } from '@gateway/core';

import { EmbeddedStore } from './embedded/embedded-store.js';
import { RedisStore } from './redis/redis-store.js';

const DEFAULT_LOG_LENGTH = 100_000;

/**
 * Where jobs are stored. Compaction leaves at least the last `logLength` changes in the log; the default is 100,000.
 */
export type StoreOptions =
  | {
      readonly kind: 'embedded';
      /** Directory of the database; created if missing. Only one process at a time can open it. */
      readonly path: string;
      readonly logLength?: number;
      readonly clock: Clock;
      readonly logger: Logger;
    }
  | (RedisAccess & {
      readonly kind: 'redis';
      /** Part of the prefix of every key, so that several gateways can share one Redis. */
      readonly namespace: string;
      /** Divides the keys of a second store in the namespace from those of the first. */
      readonly part?: string;
      readonly logLength?: number;
      readonly clock: Clock;
      readonly logger: Logger;
    });

/** Creates the store that the options describe. Files and connections are opened by `open()`. */
export function createStore(options: StoreOptions): JobStore {
  const logLength = options.logLength ?? DEFAULT_LOG_LENGTH;
  switch (options.kind) {
    case 'embedded':
      return new EmbeddedStore({ ...options, logLength });
    case 'redis':
      return new RedisStore({ ...options, logLength });
    default:
      return options satisfies never;
  }
}
