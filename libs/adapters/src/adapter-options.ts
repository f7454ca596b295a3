import { type Clock, type Logger, type SourceConnection } from '@gateway/core';

/** The constructor argument of every adapter. */
export interface AdapterOptions {
  readonly connection: SourceConnection;
  readonly clock: Clock;
  /** Adapters log at debug level only. */
  readonly logger: Logger;
}
