import { type ConfiguredSource } from './config.js';
import { type BackendError } from './errors.js';
import { type ActionName, type ObservedJob } from './job.js';
import { type SourceKind } from './source-kinds.js';

/** One page of a listing, or a part of a page with more jobs than were requested. */
export interface ListedPage {
  /** Pages of one adapter with the same fingerprint have the same jobs; absent for a page that is not compared. */
  readonly fingerprint?: string;
  /** As in `PollResult`, from the response with this page. */
  readonly clockOffsetMs?: number;
  /**
   * Parses the page and normalises its jobs, each native id at most once. Keeps them as long as the page is in use.
   * Throws a `malformed` BackendError.
   */
  jobs(): Promise<readonly ObservedJob[]>;
}

/**
 * Receives each page of a listing, in order, before the adapter reads the next one. If two pages contain a job, the
 * later page has the later observation. The adapter passes on every error that is not a `BackendError`.
 */
export type OnPage = (page: ListedPage) => Promise<void>;

/** The result of one poll, apart from the jobs on its pages. */
export interface PollResult {
  /** `snapshot`: every job of the backend. `delta`: at least every job that is new since the cursor. */
  readonly form: 'snapshot' | 'delta';
  /** False if a part of the listing could not be read. Then no job counts as missing, and the cursor is unchanged. */
  readonly complete: boolean;
  /**
   * Why the listing is not complete, if an error is the reason. Of a complete one: what was given up and will not
   * be read.
   */
  readonly error?: BackendError;
  /** Number of items that were left out because they are not valid jobs. */
  readonly skipped: number;
  /** The ids of some of them, shortened and safe to log; absent if none has an id that is a text or a number. */
  readonly skippedIds?: readonly string[];
  /** The cursor for the next poll; only the adapter reads its content. */
  readonly cursor?: string;
  /** The backend's clock minus the gateway's, from the `Date` header (RFC 9110, 6.6.1); absent without that header. */
  readonly clockOffsetMs?: number;
}

/** The result of a successful `check`. */
export interface BackendInfo {
  /** The backend's version, for example `9.13.1`; absent if the backend reports none. */
  readonly version?: string;
  /** The UUID of an ONTAP cluster, in small letters; absent if unknown, and for other kinds. */
  readonly clusterUuid?: string;
}

/** A cluster that a Unified Manager manages. */
export interface ManagedCluster {
  /** In small letters. */
  readonly uuid: string;
  /** As Unified Manager shows it: any text of at most 256 characters. */
  readonly name: string;
}

/**
 * Calls one backend and normalises its jobs. An adapter reads all pages of a listing itself. It stores no jobs,
 * starts no timers, schedules nothing, and never retries, except a GET once after the reset of an idle connection. It
 * logs only at DEBUG, and does not decide what a missing job means. Every method throws only `BackendError`, and ends
 * soon after its signal aborts.
 */
export interface Adapter {
  readonly kind: SourceKind;
  /** The actions that the API of this kind of backend offers. */
  readonly actions: readonly ActionName[];
  /** True if the backend can run a finished job again under its native id (Unified Manager). */
  readonly reruns: boolean;
  /** True if the text can be a native id of this backend; only such ids are used in URLs. */
  isNativeId(text: string): boolean;
  /** Fetches the backend's version with the configured login. */
  check(signal: AbortSignal): Promise<BackendInfo>;
  /** Lists the jobs since a cursor; all jobs without a cursor. */
  poll(cursor: string | undefined, signal: AbortSignal, onPage: OnPage): Promise<PollResult>;
  /**
   * Lists the jobs as `poll` without a cursor, independently of the previous and the next poll. Jobs created before
   * `since`, in ms since the epoch by the backend's clock, may be left out; any other job that is not listed is
   * missing.
   */
  list(since: number, signal: AbortSignal, onPage: OnPage): Promise<PollResult>;
  /** Fetches one job; `undefined` if the backend itself responds that it has no such job. */
  get(nativeId: string, signal: AbortSignal): Promise<ObservedJob | undefined>;
  /** Sends an action once. Resolves when the backend has accepted it, possibly before it takes effect. */
  act?(nativeId: string, action: ActionName, signal: AbortSignal): Promise<void>;
  /** Lists all clusters that the backend manages, each once (Unified Manager). */
  clusters?(signal: AbortSignal): Promise<readonly ManagedCluster[]>;
  /** Closes connections; the adapter is not used afterwards. */
  close(): Promise<void>;
}

/** Creates adapters for configured sources. Also the injection token. */
export abstract class AdapterFactory {
  /** Creates the adapter of a source. It opens no connection before its first call. The caller must `close` it. */
  abstract create(configured: ConfiguredSource): Adapter;
}
