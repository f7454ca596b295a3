import { type AccessConfig } from './access-config.js';
import { type RedisAccess } from './redis-access.js';
import { type Source, type SourceConnection } from './source.js';

/** Which clusters of a Unified Manager become sources, and with which options. */
export interface DiscoveryRule {
  readonly intervalMs: number;
  /** Only clusters with such a name; `*` is any text, and case is ignored. */
  readonly match: string;
  readonly labels: Source['labels'];
  readonly poll: Pick<Source, 'finishedJobTtlMs' | 'intervalMs' | 'timeoutMs'>;
}

/** A configured source, and the connection data that only its adapter uses. */
export interface ConfiguredSource {
  readonly source: Source;
  readonly connection: SourceConnection;
  /** Only for a Unified Manager. */
  readonly discovery?: DiscoveryRule;
}

/** Where jobs are stored; `path` is absolute. */
export type StoreConfig =
  | { readonly kind: 'embedded'; readonly path: string }
  | ({ readonly kind: 'redis'; readonly namespace: string } & RedisAccess);

/** The validated configuration at the start, with all defaults. Also the injection token. */
export abstract class Config {
  /** Absent if everybody is an admin; the gateway then listens on loopback only. */
  abstract readonly access?: AccessConfig;
  abstract readonly server: { readonly host: string; readonly port: number };
  abstract readonly store: StoreConfig;
  /** How long terminal jobs are kept, the maximum number of jobs, and how long the records of actions are kept. */
  abstract readonly retention: { readonly terminalMs: number; readonly maxJobs: number; readonly actionsMs: number };
  /** The limit of actions that are sent to one source, by all replicas together. */
  abstract readonly actions: { readonly ratePerSecond: number };
  /** The sources; their names are unique. */
  abstract readonly sources: readonly ConfiguredSource[];
}
