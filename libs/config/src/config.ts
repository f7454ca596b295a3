import { type RedisAccess, type Source, type SourceConnection } from '@gateway/core';

/** A configured source: what all parts know of it, and what only its adapter needs. */
export interface ConfiguredSource {
  readonly source: Source;
  readonly connection: SourceConnection;
}

/** Where jobs are kept; `path` is absolute. */
export type StoreConfig =
  | { readonly kind: 'embedded'; readonly path: string }
  | ({ readonly kind: 'redis'; readonly namespace: string } & RedisAccess);

/** The checked configuration, with defaults filled in. */
export interface Config {
  readonly server: { readonly host: string; readonly port: number };
  readonly store: StoreConfig;
  /** How long a terminal job is kept, and how many jobs at most. */
  readonly retention: { readonly terminalMs: number; readonly maxJobs: number };
  /** Names are unique. */
  readonly sources: readonly ConfiguredSource[];
}
