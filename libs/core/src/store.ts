import { type Change, type ChangeDraft } from './change.js';
import { type Revision } from './revision.js';

/**
 * A stored job: its JSON text and the revision that wrote it. A record that is damaged so that its revision cannot be
 * read has the first revision and no text.
 */
export interface StoredJob {
  readonly id: string;
  readonly revision: Revision;
  readonly text: string;
}

/**
 * The time-limited right of a replica to poll a source. The fencing number increases with every new lease of the
 * source.
 */
export interface Lease {
  readonly source: string;
  readonly holder: string;
  readonly fencing: number;
}

/** Returns the text of a job's record in a revision, or `undefined` if it is not at hand. */
export type KnownText = (id: string, revision: Revision) => string | undefined;

/** When and under which lease drafts were observed. */
export interface AppendContext {
  /** The source of the lease; empty for changes of any sources that were not observed by a poll. */
  readonly source: string;
  /** When the observation began, in ms since the epoch. */
  readonly observedAt: number;
  /** Fencing number of the lease; absent if the drafts do not result from a poll, but from an action or a lookup. */
  readonly fencing?: number;
}

/** A draft that the store rejected: the record has another revision, or a later observation. */
export interface RejectedDraft {
  readonly id: string;
  /** The revision of the record that the store has; `undefined` if it has none, or a damaged one without a revision. */
  readonly stored: Revision | undefined;
}

/** The result of an append. */
export interface AppendResult {
  /**
   * Revision of the last change written; the store's latest revision if none was written. Later if drafts were
   * rejected: a view at this revision has every change that the store had when it rejected them.
   */
  readonly revision: Revision;
  readonly rejected: readonly RejectedDraft[];
}

/** The revisions of some records at the same time. */
export interface StoredRevisions {
  /** The store's latest revision at that time, or a later one. */
  readonly revision: Revision;
  /** In the order of the ids; `undefined` for a job without a record, or with a damaged one without a revision. */
  readonly records: readonly (Revision | undefined)[];
}

/** The number of records in a store at a revision, damaged ones included. */
export interface StoredCount {
  readonly revision: Revision;
  readonly records: number;
}

/**
 * The checkpoint of a source, for the next start and for other replicas: the adapter's cursor, the coverage, and the
 * result of the last poll. Times are in ms since the epoch; unknown values are absent.
 */
export interface SourceCheckpoint {
  readonly cursor?: string;
  /** `Source.backendFingerprint` of the backend that the checkpoint belongs to; it is not valid for any other. */
  readonly backend?: string;
  /** When the last complete poll began. */
  readonly lastSuccessTime?: number;
  readonly lastPollTime?: number;
  /** When the first poll began that listed jobs. */
  readonly firstPollTime?: number;
  readonly consecutiveFailures?: number;
  /** Why the last poll failed or was incomplete. */
  readonly lastErrorCode?: string;
  readonly lastErrorMessage?: string;
  readonly version?: string;
  /** The UUID of an ONTAP cluster. */
  readonly clusterUuid?: string;
  readonly clockOffsetMs?: number;
  readonly polledBy?: string;
  /**
   * The time up to which the source was fully observed, apart from the gaps: the start of the last complete listing.
   */
  readonly coveredUntil?: number;
  /** The gaps, from and to, oldest first. */
  readonly gaps?: readonly (readonly [from: number, to: number])[];
}

/**
 * Thrown if a lease is lost: by `saveCheckpoint` if it expired, was released or was replaced, by `append` only if there
 * is a newer one. What was to be written is not.
 */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** Thrown if the store cannot be reached or rejects writes. The message contains no secret. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** Thrown by `follow` if the change log no longer reaches back to the revision: the snapshot must be loaded again. */
export class LogCompactedError extends Error {
  override readonly name = 'LogCompactedError';

  /**
   * `lostWrites`: the log still has older changes, so the later ones were not compacted: the store lost its last
   * writes.
   */
  constructor(
    message: string,
    readonly lostWrites: boolean,
  ) {
    super(message);
  }
}

/** A key and its value, in the format of the store. */
export type StoreEntry = readonly [key: string, value: string];

/** What a store contains at one moment, apart from the change log: what a backup needs. */
export interface StoreContents {
  /** The latest revision. Throws `StoreUnavailableError`. */
  revision(): Promise<Revision>;
  /** All entries, in portions that the event loop handles in about a millisecond. Throws `StoreUnavailableError`. */
  portions(): AsyncIterable<readonly StoreEntry[]>;
  /** Ends the reading; the store keeps replaced values until then. */
  close(): Promise<void>;
}

/**
 * The records and the change log. Changes are durable when `append` resolves, and followers only receive durable
 * changes. Every implementation passes the same contract suite. Also the injection token.
 */
export abstract class JobStore {
  /** Opens files or connections. Throws `StoreUnavailableError`. */
  abstract open(): Promise<void>;
  /** Waits for pending writes, ends the followers, and closes files or connections. */
  abstract close(): Promise<void>;
  /** True if several replicas can use the store at the same time. */
  abstract readonly isShared: boolean;
  /** True while the store is available. */
  abstract healthy(): boolean;
  /**
   * Number of writes that failed since the start because the store was not available or rejected them. The embedded
   * store only counts appends; the Redis store counts all writes, and each batch of a long append as one.
   */
  abstract failedWrites(): number;
  /**
   * Reads all records in batches. Each record is at least as new as the result of `revision()` before the call.
   * Replaying the change log from that revision gives the current records. Throws `StoreUnavailableError`.
   */
  abstract snapshot(): AsyncIterable<readonly StoredJob[]>;
  /** The latest revision. Throws `StoreUnavailableError`. */
  abstract revision(): Promise<Revision>;
  /** Reads the revisions of some hundred records at most. Throws `StoreUnavailableError`. */
  abstract revisions(ids: readonly string[]): Promise<StoredRevisions>;
  /**
   * Looks for damage that other programs can cause, repairs what would keep the store from working, and counts the
   * records; `undefined` if no other program can change the data. Cheap enough for once per second. Throws
   * `StoreUnavailableError`.
   */
  abstract inspect(): Promise<StoredCount | undefined>;
  /**
   * Everything that the store contains now; `undefined` if it has backups of its own. Begins at once, so that two stores can be
   * read as they are at the same time. Throws `StoreUnavailableError`.
   */
  abstract contents(): StoreContents | undefined;
  /** Why the store may lose data although it works, as sentences, from the last `inspect`; mostly empty. */
  abstract warnings(): readonly string[];
  /**
   * Calls `onChanges` with every change after a revision, in order: first those in the log, then each new one. The next
   * call follows when the result of the previous one has resolved.
   * Resolves when the signal aborts or the store closes. Continues after a lost connection. Throws `LogCompactedError`
   * if the log no longer reaches back to the revision, and `StoreUnavailableError` if the store is not open.
   */
  abstract follow(
    after: Revision,
    onChanges: (changes: readonly Change[]) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Reads the last changes of the log, in order, up to a number of changes and of characters in their texts. `known`
   * returns the text of a record if the caller has it in this revision; the store need not read that. Throws
   * `StoreUnavailableError`.
   */
  abstract recent(
    limits: { readonly changes: number; readonly characters: number },
    known?: KnownText,
  ): Promise<readonly Change[]>;
  /**
   * Writes drafts in order. A rejected draft does not affect the others. Throws `LeaseLostError` if there is a newer
   * lease, or `StoreUnavailableError`.
   */
  abstract append(drafts: readonly ChangeDraft[], context: AppendContext): Promise<AppendResult>;
  /**
   * Acquires or renews the lease of a source; `undefined` while another holder has it. A holder regains its expired
   * lease, under the same fencing number, if it is certain that no other holder has acquired it since. Throws
   * `StoreUnavailableError`.
   */
  abstract acquireLease(source: string, holder: string, ttlMs: number): Promise<Lease | undefined>;
  /** Releases a lease; does nothing if it is lost. */
  abstract releaseLease(lease: Lease): Promise<void>;
  /**
   * Marks a replica as live for `ttlMs`, by the store's clock; with 0 it leaves at once. Returns the names of all live
   * replicas, in any order. Throws `StoreUnavailableError`.
   */
  abstract announce(replica: string, ttlMs: number): Promise<readonly string[]>;
  /** Reads the checkpoint of a source. Throws `StoreUnavailableError`. */
  abstract loadCheckpoint(source: string): Promise<SourceCheckpoint | undefined>;
  /**
   * Reads what the replicas know together about the stored data; `undefined` if nothing is stored under this key.
   * Throws `StoreUnavailableError`.
   */
  abstract metadata(key: string): Promise<string | undefined>;
  /**
   * Stores metadata if the present text under this key is `expected` (`undefined`: none); false if it is another
   * one. Throws `StoreUnavailableError`.
   */
  abstract replaceMetadata(key: string, expected: string | undefined, text: string): Promise<boolean>;
  /**
   * Replaces the checkpoint of the lease's source. Throws `LeaseLostError` if the lease is lost, or
   * `StoreUnavailableError`.
   */
  abstract saveCheckpoint(lease: Lease, checkpoint: SourceCheckpoint): Promise<void>;
}

/**
 * A second store beside that of the jobs: the records of actions, the keys that make them safe to repeat, and bulk
 * actions, under the contract of `JobStore`. Also the injection token.
 */
export abstract class ActionStore extends JobStore {}
