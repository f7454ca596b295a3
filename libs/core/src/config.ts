import { type RedisAccess } from './redis-access.js';
import { type Source, type SourceConnection } from './source.js';

/** A configured source, and the connection data that only its adapter uses. */
export interface ConfiguredSource {
  readonly source: Source;
  readonly connection: SourceConnection;
}

/** Where jobs are stored; `path` is absolute. */
export type StoreConfig =
  | { readonly kind: 'embedded'; readonly path: string }
  | ({ readonly kind: 'redis'; readonly namespace: string } & RedisAccess);

/** The validated configuration at the start, with all defaults. Also the injection token. */
export abstract class Config {
  abstract readonly server: { readonly host: string; readonly port: number };
  abstract readonly store: StoreConfig;
  /** How long terminal jobs are kept, and the maximum number of jobs. */
  abstract readonly retention: { readonly terminalMs: number; readonly maxJobs: number };
  /** The sources; their names are unique. */
  abstract readonly sources: readonly ConfiguredSource[];
}
