import { type Clock, type JobStore, type Logger, type RedisAccess } from '@gateway/core';

import { EmbeddedStore } from './embedded/embedded-store.js';
import { RedisStore } from './redis/redis-store.js';

const DEFAULT_LOG_LENGTH = 100_000;

/** Where jobs are kept. `logLength` is how many changes the log holds at least before the oldest are let go. */
export type StoreOptions =
  | {
      readonly kind: 'embedded';
      /** Directory of the database; made when missing. One process at a time may open it. */
      readonly path: string;
      readonly logLength?: number;
      readonly clock: Clock;
      readonly logger: Logger;
    }
  | (RedisAccess & {
      readonly kind: 'redis';
      /** Begins every key, so that several gateways can share one Redis. */
      readonly namespace: string;
      readonly logLength?: number;
      readonly clock: Clock;
      readonly logger: Logger;
    });

/** The store the options ask for; nothing is opened before `open()`. */
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
