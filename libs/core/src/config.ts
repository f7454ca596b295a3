import { type RedisAccess } from './redis-access.js';
import { type Source, type SourceConnection } from './source.js';

/** A configured source: what all parts know of it, and what only its adapter needs. */
export interface ConfiguredSource {
  readonly source: Source;
  readonly connection: SourceConnection;
}

/** Where jobs are kept; `path` is absolute. */
export type StoreConfig =
  | { readonly kind: 'embedded'; readonly path: string }
  | ({ readonly kind: 'redis'; readonly namespace: string } & RedisAccess);

/** The checked configuration at start, with defaults filled in. Also the token it is injected by. */
export abstract class Config {
  abstract readonly server: { readonly host: string; readonly port: number };
  abstract readonly store: StoreConfig;
  /** How long a terminal job is kept, and how many jobs at most. */
  abstract readonly retention: { readonly terminalMs: number; readonly maxJobs: number };
  /** Names are unique. */
  abstract readonly sources: readonly ConfiguredSource[];
}
