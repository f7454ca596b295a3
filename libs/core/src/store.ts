import { type Change, type ChangeDraft } from './change.js';
import { type Revision } from './revision.js';

/** A job at rest: its JSON text and the revision of the change that wrote it. */
export interface StoredJob {
  readonly id: string;
  readonly revision: Revision;
  readonly text: string;
}

/** The right to poll one source, for a while. Fencing numbers of a source only ever go up. */
export interface Lease {
  readonly source: string;
  readonly holder: string;
  readonly fencing: number;
}

/** What a batch of drafts was observed under. */
export interface AppendContext {
  /** Whose lease and fencing numbers apply; empty for changes that rest on their expected revision alone, of whichever sources. */
  readonly source: string;
  /** When the poll that saw all this began, in ms since the epoch. */
  readonly observedAt: number;
  /** The lease's fencing number; absent when nobody polled (an action, a question for one job). */
  readonly fencing?: number;
}

/** What became of a batch. */
export interface AppendResult {
  /** The revision of the last change written, or the store's latest when none was. */
  readonly revision: Revision;
  /** Ids of drafts that were refused: the record had moved on, or holds a later observation. */
  readonly refused: readonly string[];
}

/**
 * What is kept of a source for the next start and for the replicas that do not poll it: the adapter's cursor, and what
 * the last poll came to. Times are in ms since the epoch; absent is what is not known.
 */
export interface SourceCheckpoint {
  readonly cursor?: string;
  /** `Source.backend` of the one the cursor is for: to any other it means nothing. */
  readonly backend?: string;
  /** When the last whole poll began. */
  readonly lastSuccessTime?: number;
  readonly lastPollTime?: number;
  readonly consecutiveFailures?: number;
  /** What the last poll failed with, or what made it partial. */
  readonly lastErrorCode?: string;
  readonly lastErrorMessage?: string;
  readonly version?: string;
  readonly clockOffsetMs?: number;
  readonly polledBy?: string;
  /** When the last listing that nothing was missing of began: all before it was observed, the gaps apart. */
  readonly coveredUntil?: number;
  /** Spans that were not observed, from and to, oldest first. */
  readonly gaps?: readonly (readonly [from: number, to: number])[];
}

/** Thrown by `append` when another holder has a newer lease on the source: nothing was written. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** Thrown when the store cannot be reached or refuses to write; the message names no secret. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** Thrown by `follow` when the log no longer reaches back to the revision asked for: load the snapshot again. */
export class LogCompactedError extends Error {
  override readonly name = 'LogTrimmedError';

  /** `lost`: older changes are still there, so that the later ones were not let go but lost with the store's last writes. */
  constructor(
    message: string,
    readonly lostWrites: boolean,
  ) {
    super(message);
  }
}

/**
 * Jobs and the ordered log of their changes. What `append` has resolved is durable, and only what is durable is ever
 * handed to a follower. Every implementation passes the same contract suite. Also the token it is injected by.
 */
export abstract class JobStore {
  /** Opens files or connections; throws `StoreUnavailableError`. */
  abstract open(): Promise<void>;
  /** Drains writes and closes; followers end. */
  abstract close(): Promise<void>;
  /** True while the store answers. */
  abstract healthy(): boolean;
  /**
   * How many writes have failed since the start because the store could not be reached or refused to write: appends, and
   * in a store that replicas share all others too.
   */
  abstract failedWrites(): number;
  /**
   * Every job in batches, each at least as new as the revision returned by `revision()` before the call. Replaying the
   * log from there over it gives the present.
   */
  abstract snapshot(): AsyncIterable<readonly StoredJob[]>;
  /** The latest revision written. */
  abstract revision(): Promise<Revision>;
  /**
   * Hands over every change after `after`, in order, first the kept ones and then each new one as it is written, until
   * the signal aborts or the store closes. Throws `LogTrimmedError` when the log no longer reaches back to `after`.
   * Rides out a lost connection.
   */
  abstract follow(after: Revision, onChanges: (changes: readonly Change[]) => void, signal: AbortSignal): Promise<void>;
  /**
   * The last changes of the log, in order: at most so many, and no more than have so many characters of text between
   * them. Throws `StoreUnavailableError`.
   */
  abstract recent(limits: { readonly changes: number; readonly characters: number }): Promise<readonly Change[]>;
  /** Writes a batch in order, each draft on its own merits. Throws `LeaseLostError` or `StoreUnavailableError`. */
  abstract append(drafts: readonly ChangeDraft[], context: AppendContext): Promise<AppendResult>;
  /** Takes or renews the lease of a source for `ttlMs`; `undefined` while somebody else holds it. */
  abstract acquireLease(source: string, holder: string, ttlMs: number): Promise<Lease | undefined>;
  /** Gives a lease back; does nothing when it is no longer ours. */
  abstract releaseLease(lease: Lease): Promise<void>;
  /**
   * Counts a replica among the live ones for `ttlMs` more, by the store's own time; with 0 it leaves at once. Gives the
   * names of all that live, in no order. Throws `StoreUnavailableError`.
   */
  abstract announce(replica: string, ttlMs: number): Promise<readonly string[]>;
  abstract loadCheckpoint(source: string): Promise<SourceCheckpoint | undefined>;
  /** Throws `LeaseLostError` when the lease is no longer ours. */
  abstract saveCheckpoint(lease: Lease, memory: SourceCheckpoint): Promise<void>;
}
