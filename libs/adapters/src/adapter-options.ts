import { type Clock, type Logger, type SourceConnection } from '@gateway/core';

/** What every adapter is made from. */
export interface AdapterOptions {
  readonly connection: SourceConnection;
  readonly clock: Clock;
  /** Adapters write to it at debug level only. */
  readonly logger: Logger;
}
