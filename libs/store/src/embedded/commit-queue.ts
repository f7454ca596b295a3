import {
  type AppendContext,
  type AppendResult,
  type ChangeDraft,
  type Clock,
  LeaseLostError,
  nextRevision,
  type Revision,
} from '@gateway/core';

import { formatRecord, mayWrite, parseRecordHead, type RecordHead } from '../record.js';
import { WriteBatch } from '../write-batch.js';
import { type ChangeLog, formatLogEntry } from './change-log.js';
import { jobKey, logKey } from './keys.js';
import { type Leases } from './leases.js';
import { type LevelDatabase, type Operation } from './level-database.js';

interface PendingAppend {
  readonly drafts: readonly ChangeDraft[];
  readonly context: AppendContext;
  readonly rejected: string[];
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
  /** Number of drafts that were put in a write batch. */
  taken: number;
  /** Revision of the last change written. */
  revision?: Revision;
}

interface TakenDraft {
  readonly append: PendingAppend;
  readonly draft: ChangeDraft;
}

/**
 * Group commit: appends that arrive while a write is in progress are written together by the next write. A long
 * append is divided into several write batches, each atomic. The drafts of different appends are never interleaved.
 */
export class CommitQueue {
  readonly #database: LevelDatabase;
  readonly #log: ChangeLog;
  readonly #leases: Leases;
  readonly #clock: Clock;
  #queue: PendingAppend[] = [];
  #draining: Promise<void> | undefined;

  constructor(database: LevelDatabase, log: ChangeLog, leases: Leases, clock: Clock) {
    this.#database = database;
    this.#log = log;
    this.#leases = leases;
    this.#clock = clock;
  }

  /** As `JobStore.append`. */
  append(drafts: readonly ChangeDraft[], context: AppendContext): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ drafts, context, rejected: [], resolve, reject, taken: 0 });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when the queue is empty. Never rejects. */
  async drained(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      try {
        await this.#database.exclusive(() => this.#commit());
      } catch (error) {
        for (const append of this.#queue.splice(0)) append.reject(error);
      }
    }
    this.#draining = undefined;
  }

  async #commit(): Promise<void> {
    this.#rejectLostLeases();
    const taken = this.#takeBatch();
    const heads = await this.#readHeads(taken);
    const now = this.#clock.now();
    const operations: Operation[] = [];
    let last = this.#log.last;
    for (const { append, draft } of taken) {
      if (!mayWrite(heads.get(draft.id), draft, append.context, now)) {
        append.rejected.push(draft.id);
        continue;
      }
      last = append.revision = nextRevision(last, now);
      const head = { revision: last, observedAt: append.context.observedAt, fencing: append.context.fencing ?? 0 };
      heads.set(draft.id, draft.type === 'put' ? head : undefined);
      operations.push(recordOperation(draft, head), { type: 'put', key: logKey(last), value: formatLogEntry(draft) });
    }
    if (operations.length > 0) {
      await this.#database.write(operations);
      this.#log.advance(last, operations.length / 2);
    }
    this.#settle();
  }

  #rejectLostLeases(): void {
    this.#queue = this.#queue.filter(({ context: { source, fencing }, taken, reject }) => {
      const isLost = taken === 0 && fencing !== undefined && fencing < this.#leases.highest(source);
      if (isLost) reject(new LeaseLostError(`another holder has the lease on ${source}`));
      return !isLost;
    });
  }

  #takeBatch(): TakenDraft[] {
    const taken: TakenDraft[] = [];
    const batch = new WriteBatch();
    for (const append of this.#queue) {
      for (;;) {
        const draft = append.drafts[append.taken];
        if (!draft) break;
        if (!batch.tryAdd(draft)) return taken;
        taken.push({ append, draft });
        append.taken += 1;
      }
    }
    return taken;
  }

  async #readHeads(taken: readonly TakenDraft[]): Promise<Map<string, RecordHead | undefined>> {
    const ids = [...new Set(taken.map(({ draft }) => draft.id))];
    const records = await this.#database.getMany(ids.map(jobKey));
    return new Map(ids.map((id, index) => [id, headOf(records[index])]));
  }

  #settle(): void {
    const firstPending = this.#queue.findIndex(({ drafts, taken }) => taken < drafts.length);
    const settled = this.#queue.splice(0, firstPending < 0 ? this.#queue.length : firstPending);
    for (const { revision, rejected, resolve } of settled) resolve({ revision: revision ?? this.#log.last, rejected });
  }
}

function headOf(record: Buffer | undefined): RecordHead | undefined {
  return record && parseRecordHead(record.toString('latin1', 0, record.indexOf('\n')));
}

function recordOperation(draft: ChangeDraft, head: RecordHead): Operation {
  const key = jobKey(draft.id);
  return draft.type === 'put' ? { type: 'put', key, value: formatRecord(head, draft.text) } : { type: 'del', key };
}
