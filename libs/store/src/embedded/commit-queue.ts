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
  readonly refused: string[];
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
  /** How many drafts have been taken. */
  taken: number;
  /** Revision of the last change written. */
  revision?: Revision;
}

interface TakenDraft {
  readonly append: PendingAppend;
  readonly draft: ChangeDraft;
}

/**
 * Group commit: appends wait in line while a write is under way, and what has gathered is written together. A long
 * append is written in several bounded steps, each whole; appends never mix.
 */
export class CommitQueue {
  readonly #database: LevelDatabase;
  readonly #log: ChangeLog;
  readonly #leases: Leases;
  readonly #clock: Clock;
  #line: PendingAppend[] = [];
  #work: Promise<void> | undefined;

  constructor(database: LevelDatabase, log: ChangeLog, leases: Leases, clock: Clock) {
    this.#database = database;
    this.#log = log;
    this.#leases = leases;
    this.#clock = clock;
  }

  /** As `JobStore.append`. */
  append(drafts: readonly ChangeDraft[], context: AppendContext): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.#line.push({ drafts, context, refused: [], resolve, reject, taken: 0 });
      this.#work ??= this.#drain();
    });
  }

  /** Resolves when nobody waits any more. Never rejects. */
  async drained(): Promise<void> {
    await this.#work;
  }

  async #drain(): Promise<void> {
    while (this.#line.length > 0) {
      try {
        await this.#database.exclusive(() => this.#commit());
      } catch (error) {
        for (const append of this.#line.splice(0)) append.reject(error);
      }
    }
    this.#work = undefined;
  }

  async #commit(): Promise<void> {
    this.#turnAwayLostLeases();
    const taken = this.#take();
    const heads = await this.#readHeads(taken);
    const now = this.#clock.now();
    const operations: Operation[] = [];
    let last = this.#log.last;
    for (const { append, draft } of taken) {
      if (!mayWrite(heads.get(draft.id), draft, append.context, now)) {
        append.refused.push(draft.id);
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

  #turnAwayLostLeases(): void {
    this.#line = this.#line.filter(({ context: { source, fencing }, taken, reject }) => {
      const lost = taken === 0 && fencing !== undefined && fencing < this.#leases.highest(source);
      if (lost) reject(new LeaseLostError(`somebody else polls ${source} now`));
      return !lost;
    });
  }

  #take(): TakenDraft[] {
    const taken: TakenDraft[] = [];
    const limit = new WriteBatch();
    for (const append of this.#line) {
      for (;;) {
        const draft = append.drafts[append.taken];
        if (!draft) break;
        if (!limit.tryAdd(draft)) return taken;
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
    const pending = this.#line.findIndex(({ drafts, taken }) => taken < drafts.length);
    const settled = this.#line.splice(0, pending < 0 ? this.#line.length : pending);
    for (const { revision, refused, resolve } of settled) resolve({ revision: revision ?? this.#log.last, refused });
  }
}

function headOf(record: Buffer | undefined): RecordHead | undefined {
  return record && parseRecordHead(record.toString('latin1', 0, record.indexOf('\n')));
}

function recordOperation(draft: ChangeDraft, head: RecordHead): Operation {
  const key = jobKey(draft.id);
  return draft.type === 'put' ? { type: 'put', key, value: formatRecord(head, draft.text) } : { type: 'del', key };
}
