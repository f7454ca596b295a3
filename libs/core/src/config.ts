import { type AccessConfig } from './access-config.js';
import { type RedisAccess } from './redis-access.js';
import { type Secret } from './secret.js';
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

/** The texts of PEM files for the gateway's own port. */
export interface ServerTls {
  /** The certificate, and the intermediate ones up to its authority. */
  readonly cert: string;
  readonly key: Secret;
  /** Clients may present a certificate of one of these authorities. */
  readonly clientCa?: string;
}

/** Where the gateway listens, and whom it trusts there. */
export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  readonly tls?: ServerTls;
  /** Origins whose web pages may read responses; none of them is a wildcard. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and ranges (CIDR) of proxies whose `X-Forwarded-For` counts. */
  readonly trustedProxies: readonly string[];
}

/** What clients may take up. Limits of one caller or address are absent where there is none. */
export interface Limits {
  readonly bodyBytes: number;
  readonly urlBytes: number;
  /** Of the URL and all headers together. */
  readonly headerBytes: number;
  /** A request must arrive completely within this time. */
  readonly requestMs: number;
  readonly connections: number;
  readonly connectionsPerAddress?: number;
  readonly watches: number;
  readonly watchesPerCaller?: number;
  /** How many requests a caller may send in the long run, and how many at once. */
  readonly requests?: { readonly perSecond: number; readonly burst: number };
}

/** The validated configuration at the start, with all defaults. Also the injection token. */
export abstract class Config {
  /** Absent if everybody is an admin; the gateway then listens on loopback only. */
  abstract readonly access?: AccessConfig;
  abstract readonly server: ServerConfig;
  abstract readonly limits: Limits;
  /** How long the gateway still serves, although it is no longer ready, before it stops. */
  abstract readonly shutdown: { readonly delayMs: number };
  abstract readonly store: StoreConfig;
  /** How long terminal jobs are kept, the maximum number of jobs, and how long the records of actions are kept. */
  abstract readonly retention: { readonly terminalMs: number; readonly maxJobs: number; readonly actionsMs: number };
  /** The limit of actions that are sent to one source, by all replicas together. */
  abstract readonly actions: { readonly ratePerSecond: number };
  /** Absolute path of the file that gets the records of actions as JSON lines; absent for none. */
  abstract readonly audit?: { readonly file: string };
  /** The sources; their names are unique. */
  abstract readonly sources: readonly ConfiguredSource[];
}
