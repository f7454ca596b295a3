import { type JobState, type Timestamp } from './job.js';
import { type Secret } from './secret.js';
import { type SourceKind } from './source-kinds.js';

/** How a source fares: never polled yet, last poll good, last poll bad but data fresh, data old, or login refused. */
export type SourceStatus = 'starting' | 'ok' | 'degraded' | 'failing' | 'unauthorized';

/** A configured backend, as the gateway's parts see it. */
export interface Source {
  readonly name: string;
  readonly kind: SourceKind;
  /** Origin of the backend; carries no credentials. */
  readonly url: string;
  /** Fingerprint of the kind and the whole address: equal for as long as the name stands for the same backend. */
  readonly backendFingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** How long the backend still knows a job that has ended, in ms; absent where it forgets none. */
  readonly finishedJobTtlMs?: number;
}

/** A span in which a job may have come and gone unseen, by the gateway's clock. */
export interface Gap {
  readonly from: Timestamp;
  /** Absent while it lasts. */
  readonly to?: Timestamp;
}

/** How a source fares now, as `/api/sources` serves it (the `jobs` counts and links are added there). */
export interface SourceReport {
  readonly name: string;
  readonly kind: SourceKind;
  readonly url: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly status: SourceStatus;
  /** One plain sentence that begins with the error's stable code; absent when ok. */
  readonly reason?: string;
  readonly version?: string;
  readonly interval_seconds: number;
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

/** How many jobs a source has, by state; states without jobs are left out. */
export type StateCounts = Readonly<Partial<Record<JobState, number>>>;

/** How the gateway signs in to a backend. Secrets from files are read afresh at each use. */
export type Login =
  | { readonly type: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly type: 'bearer'; readonly token: Secret }
  | { readonly type: 'certificate'; readonly cert: string; readonly key: Secret };

/** Where a backend is and how to talk to it, checked and with defaults filled in. */
export interface SourceConnection {
  /** `scheme://host[:port]`, nothing else. */
  readonly url: string;
  /** Path all calls begin with, e.g. `/api`; no slash at its end. */
  readonly basePath: string;
  readonly login: Login;
  /** `ca` is PEM text that replaces the system's authorities; `insecure` accepts any certificate. */
  readonly tls: { readonly ca?: string; readonly insecure: boolean };
}
