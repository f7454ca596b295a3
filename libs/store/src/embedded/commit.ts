import {
  type AppendContext,
  type AppendResult,
  type Change,
  type ChangeDraft,
  compareRevisions,
  nextRevision,
  type RejectedDraft,
  type Revision,
} from '@gateway/core';

import { formatRecord, mayWrite, parseRecordHead, type RecordHead } from '../record.js';
import { bytesWithChecksum, checkedBytes, withChecksum } from './checksum.js';
import { jobKey, logKey } from './keys.js';
import { type Batch } from './level-database.js';
import { formatLogEntry } from './log-entry.js';

/** An append of which not everything is on the disk. */
export interface PendingAppend {
  readonly drafts: readonly ChangeDraft[];
  readonly context: AppendContext;
  readonly rejected: RejectedDraft[];
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
  /** Number of drafts that were added to a commit. */
  taken: number;
  /** Revision of the last change in a commit. */
  revision?: Revision;
}

/** A draft of an append. */
export interface TakenDraft {
  readonly append: PendingAppend;
  readonly draft: ChangeDraft;
}

/** A record on the disk, or in a commit that is not on the disk yet. */
export interface StoredRecord {
  readonly head: RecordHead;
  /** The JSON text, as bytes if it was read from the disk. */
  readonly text: string | Buffer;
}

interface Outcome {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** One atomic write: changes with their log entries, and other operations. */
export class Commit {
  readonly changes: Change[] = [];
  readonly #outcomes: Outcome[] = [];
  #last: Revision;

  /**
   * `previous` is the revision before this commit. `records` contains the record of each draft's job; `addDraft`
   * updates it.
   */
  constructor(
    readonly batch: Batch,
    previous: Revision,
    readonly records: Map<string, StoredRecord | undefined>,
  ) {
    this.#last = previous;
  }

  /** The latest revision after this commit. */
  get last(): Revision {
    return this.#last;
  }

  /** Adds other operations. If `addTo` throws, rejects their outcome at once. */
  add(addTo: (batch: Batch) => void, outcome: Outcome): void {
    try {
      addTo(this.batch);
      this.#outcomes.push(outcome);
    } catch (error) {
      outcome.reject(error);
    }
  }

  /**
   * Adds a change, unless the stored record rejects its draft. The log entry of the record's last change, if it is
   * after `oldestRevision`, receives the text that the change replaces: see `formatLogEntry`.
   */
  addDraft(append: PendingAppend, draft: ChangeDraft, now: number, oldestRevision: Revision): void {
    const { id } = draft;
    const { observedAt, fencing = 0 } = append.context;
    const stored = this.records.get(id);
    if (!mayWrite(stored?.head, draft, append.context, now)) {
      append.rejected.push({ id, stored: stored?.head.revision });
      return;
    }
    const revision = (this.#last = append.revision = nextRevision(this.#last, now));
    if (stored && compareRevisions(stored.head.revision, oldestRevision) > 0) this.#keepText(id, stored);
    if (draft.type === 'put') {
      const head = { revision, observedAt, fencing };
      this.records.set(id, { head, text: draft.text });
      this.#put(jobKey(id), formatRecord(head, draft.text));
      this.changes.push({ type: 'put', id, revision, text: draft.text });
    } else {
      this.records.set(id, undefined);
      this.batch.del(jobKey(id));
      this.changes.push({ type: 'remove', id, revision });
    }
    this.#put(logKey(revision), formatLogEntry(draft.type, id));
  }

  /** Adds the outcomes of appends whose last draft is in this commit. */
  finish(appends: readonly PendingAppend[]): void {
    for (const { rejected, resolve, reject, revision: written } of appends) {
      const revision = written === undefined || rejected.length > 0 ? this.#last : written;
      this.#outcomes.push({ resolve: () => resolve({ revision, rejected }), reject });
    }
  }

  /** Resolves everything that this commit completes. */
  resolve(): void {
    for (const { resolve } of this.#outcomes) resolve();
  }

  /** Rejects everything that this commit would have completed. */
  reject(error: unknown): void {
    for (const { reject } of this.#outcomes) reject(error);
  }

  #keepText(id: string, { head, text }: StoredRecord): void {
    const key = logKey(head.revision);
    if (typeof text === 'string') {
      this.#put(key, formatLogEntry('put', id, text));
    } else {
      const entry = bytesWithChecksum(key, formatLogEntry('put', id, ''), text);
      this.batch.put(key, entry, { valueEncoding: 'buffer' });
    }
  }

  #put(key: string, text: string): void {
    this.batch.put(key, withChecksum(key, text));
  }
}

/** Parses the bytes of a job's record; `undefined` if there is none or it is damaged. */
export function recordOf(id: string, value: Buffer | undefined): StoredRecord | undefined {
  const bytes = value && checkedBytes(jobKey(id), value);
  const end = bytes?.indexOf('\n') ?? -1;
  const head = bytes && parseRecordHead(bytes.toString('latin1', 0, end));
  return head && { head, text: bytes.subarray(end + 1) };
}
