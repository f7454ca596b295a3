import { type JobState, type Timestamp } from './job.js';
import { type Secret } from './secret.js';
import { type SourceKind } from './source-kinds.js';

/**
 * The status of a source. `starting`: not polled yet. `ok`: the last poll succeeded. `degraded`: the last poll failed
 * or was incomplete, but the data is fresh. `failing`: the data is stale. `unauthorized`: the backend refused the
 * login.
 */
export type SourceStatus = 'starting' | 'ok' | 'degraded' | 'failing' | 'unauthorized';

/** Where the gateway knows a source from. */
export type SourceOrigin =
  /** The `sources` of the configuration file. */
  | { readonly kind: 'config' }
  /** A file of `sources_files`: relative to the configuration file's folder if it is below it, else absolute. */
  | { readonly kind: 'file'; readonly file: string }
  /** A cluster that the source of this name reported. */
  | { readonly kind: 'discovery'; readonly source: string; readonly cluster_uuid: string };

/** The origin of the sources in the configuration file. */
export const CONFIG_ORIGIN: SourceOrigin = { kind: 'config' };

/** A configured backend, without its connection data. */
export interface Source {
  readonly name: string;
  readonly origin: SourceOrigin;
  readonly kind: SourceKind;
  /** Origin of the backend, without credentials. */
  readonly url: string;
  /** Fingerprint of the kind and the whole address; it changes if the name is used for another backend. */
  readonly backendFingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** How long the backend keeps a finished job; absent if it keeps all. */
  readonly finishedJobTtlMs?: number;
}

/** A period, by the gateway's clock, in which a job may have started and ended without being observed. */
export interface Gap {
  readonly from: Timestamp;
  /** Absent until the gap has ended. */
  readonly to?: Timestamp;
}

/** The state of a source as `/api/sources` serves it, which adds the job counts and links. */
export interface SourceReport {
  readonly name: string;
  readonly kind: SourceKind;
  readonly url: string;
  readonly origin: SourceOrigin;
  readonly labels: Readonly<Record<string, string>>;
  readonly status: SourceStatus;
  /** A sentence that starts with the code of the error; absent if the status is `ok`. */
  readonly reason?: string;
  readonly version?: string;
  readonly interval_seconds: number;
  /** Start of the first poll that listed jobs: jobs that had ended before can be missing. */
  readonly first_poll_time?: Timestamp;
  readonly last_poll_time?: Timestamp;
  readonly last_success_time?: Timestamp;
  /** Age of the data in seconds; absent before the first successful poll. */
  readonly age_seconds?: number;
  readonly next_poll_time?: Timestamp;
  readonly consecutive_failures: number;
  readonly clock_offset_seconds?: number;
  readonly polled_by?: string;
  /** Oldest first. */
  readonly gaps: readonly Gap[];
}

/** A source's report without the age of its data. */
export type UndatedReport = Omit<SourceReport, 'age_seconds'>;

/** A source's report in two parts, for users that keep what they derive from the first one. */
export interface DatedReport {
  /** The same object until something in it changes. */
  readonly report: UndatedReport;
  /** As in `SourceReport`. */
  readonly ageSeconds: number | undefined;
}

/**
 * Whether a source is stale: it has no data yet, its data is older than twice its interval (`failing`), or it
 * refuses the login.
 */
export function isStale({ age_seconds, status }: Pick<SourceReport, 'age_seconds' | 'status'>): boolean {
  return age_seconds === undefined || status === 'failing' || status === 'unauthorized';
}

/** The number of jobs of a source, by state; states without jobs are left out. */
export type StateCounts = Readonly<Partial<Record<JobState, number>>>;

/** How the gateway logs in to a backend. A secret from a file changes when the file does. */
export type Login =
  | { readonly type: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly type: 'bearer'; readonly token: Secret }
  | { readonly type: 'certificate'; readonly cert: string; readonly key: Secret };

/** Which certificates of a backend to accept. */
export interface SourceTls {
  /** PEM text that replaces the system's authorities. A certificate in it is accepted itself, whatever its name. */
  readonly ca?: string;
  /** The name to send (SNI) and to look for in the certificate, instead of the host of the URL. */
  readonly serverName?: string;
  /** The SHA-256 of the only certificate to accept, as 64 lower-case hex digits; `ca` then has no effect. */
  readonly fingerprint?: string;
  /** True to accept any certificate. */
  readonly insecure: boolean;
}

/** An HTTP proxy that connects to a backend (CONNECT, RFC 9110, 9.3.6). */
export interface SourceProxy {
  /** `http://host[:port]` without a path. */
  readonly url: string;
  readonly login?: Extract<Login, { type: 'basic' }>;
}

/** How to connect to a backend, validated and with all defaults. */
export interface SourceConnection {
  /** `scheme://host[:port]` without a path. */
  readonly url: string;
  /** The common prefix of all paths, for example `/api`, without a trailing slash. */
  readonly basePath: string;
  /** If given, links to further pages must begin with it: another server rewrites them, and others lead elsewhere. */
  readonly linkPath?: string;
  readonly login: Login;
  readonly tls: SourceTls;
  /** Absent for direct connections. */
  readonly proxy?: SourceProxy;
}
