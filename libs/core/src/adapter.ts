import { type ConfiguredSource } from './config.js';
import { type BackendError } from './errors.js';
import { type ActionName, type ObservedJob } from './job.js';
import { type SourceKind } from './source-kinds.js';

/** What one poll saw. */
export interface PollAnswer {
  /** `snapshot`: every job the backend has. `delta`: at least every job that is new since the cursor. */
  readonly form: 'snapshot' | 'delta';
  /** Each native id at most once; where a listing shows one twice the later observation counts. */
  readonly jobs: readonly ObservedJob[];
  /** False when part of the listing could not be had: absence then means nothing, and the cursor stays. */
  readonly complete: boolean;
  /** Why it is not complete, where a failure was the reason. */
  readonly error?: BackendError;
  /** Items that were no jobs and had to be left out. */
  readonly skipped: number;
  /** To be handed to the next poll; opaque to everybody but the adapter. */
  readonly cursor?: string;
  /** The backend's clock minus ours in milliseconds, from the `Date` header (RFC 9110, 6.6.1), where it sent one. */
  readonly clockOffsetMs?: number;
}

/** What a successful `check` tells of a backend. */
export interface BackendInfo {
  /** The backend's version, e.g. `9.13.1`, where it tells one. */
  readonly version?: string;
}

/**
 * One backend's dialect. An adapter only fetches and normalises: it pages inside, keeps no jobs, starts no timer,
 * schedules and retries nothing (one silent GET retry on a reset idle connection apart), never logs above debug, and
 * never decides what the absence of a job means. Every method throws a `BackendError` and nothing else, and ends soon
 * after its signal aborts.
 */
export interface Adapter {
  readonly kind: SourceKind;
  /** The actions this kind of backend has a call for; empty where it has none. */
  readonly actions: readonly ActionName[];
  /** True where a finished job may run again under its old native id (Unified Manager). */
  readonly reruns: boolean;
  /** True when the text can be a native id of this backend; only such ids are put in a URL. */
  isNativeId(text: string): boolean;
  /** Asks the backend for its version with the configured login. */
  check(signal: AbortSignal): Promise<BackendInfo>;
  poll(cursor: string | undefined, signal: AbortSignal): Promise<PollAnswer>;
  /**
   * As a poll without a cursor, but read afresh: nothing is taken from the poll before, or kept for the next. Jobs that
   * were created before `since`, in ms by the backend's clock, may be left out; absence of any other means something.
   */
  list(since: number, signal: AbortSignal): Promise<PollAnswer>;
  /** One job, or `undefined` when the backend itself says it has no such job. */
  get(nativeId: string, signal: AbortSignal): Promise<ObservedJob | undefined>;
  /** Sends an action once; resolves when the backend accepted it, which does not mean that it took effect. */
  act?(nativeId: string, action: ActionName, signal: AbortSignal): Promise<void>;
  /** Closes connections; the adapter is not used afterwards. */
  close(): Promise<void>;
}

/** Makes adapters for configured sources. Also the token it is injected by. */
export abstract class AdapterFactory {
  /** The adapter of one source. It opens no connection before its first call; `close` it when the source goes. */
  abstract create(configured: ConfiguredSource): Adapter;
}
