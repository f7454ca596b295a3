import {
  type AppendContext,
  type AppendResult,
  type ChangeDraft,
  type Clock,
  LeaseLostError,
  type Revision,
} from '@gateway/core';

import { WriteBatch } from '../write-batch.js';
import { type ChangeLog } from './change-log.js';
import { Commit, type PendingAppend, recordOf, type StoredRecord, type TakenDraft } from './commit.js';
import { jobKey, WRITTEN_COUNT_KEY } from './keys.js';
import { type Leases } from './leases.js';
import { type Batch, type LevelDatabase, RECORDS_AT_ONCE } from './level-database.js';

/**
 * Limits of one commit: the event loop assembles it in a few milliseconds. It takes no more drafts when the texts that
 * they replace or remove exceed the same number of characters.
 */
export const COMMIT_LIMITS = { drafts: 500, characters: 500_000 };

/** A write other than an append. */
interface PendingWrite {
  /** Adds the operations to the batch. If it throws, only this write is rejected. */
  readonly addTo: (batch: Batch) => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: everything that arrives while a commit is being written is written by the next ones. A long append is
 * divided over several commits, each atomic. The drafts of different appends are never interleaved.
 *
 * The next commit is prepared while the previous one is being written, but commits are written one at a time and in
 * order. If one fails, everything that is not on the disk is rejected.
 */
export class CommitQueue {
  readonly #database: LevelDatabase;
  readonly #log: ChangeLog;
  readonly #leases: Pick<Leases, 'highest'>;
  readonly #clock: Clock;
  #appends: PendingAppend[] = [];
  #writes: PendingWrite[] = [];
  /** The commit that is being written and the one that was prepared meanwhile, oldest first. */
  #unwritten: Commit[] = [];
  /** Settles when the commit that is being written is on the disk or has failed. */
  #writing: Promise<void> = Promise.resolve();
  #draining: Promise<void> | undefined;

  constructor(database: LevelDatabase, log: ChangeLog, leases: Pick<Leases, 'highest'>, clock: Clock) {
    this.#database = database;
    this.#log = log;
    this.#leases = leases;
    this.#clock = clock;
  }

  /** As `JobStore.append`. */
  append(drafts: readonly ChangeDraft[], context: AppendContext): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.#appends.push({ drafts, context, rejected: [], resolve, reject, taken: 0 });
      this.#draining ??= this.#drain();
    });
  }

  /**
   * Writes the operations that `addTo` adds to the next commit, before all waiting appends. Resolves when they are
   * durable. Rejects with the error of `addTo`, or with `StoreUnavailableError`.
   */
  write(addTo: (batch: Batch) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#writes.push({ addTo, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when the queue is empty. Never rejects. */
  async drained(): Promise<void> {
    await this.#draining;
  }

  /** The latest revision, also if its change is still being written. */
  get last(): Revision {
    return this.#unwritten.at(-1)?.last ?? this.#log.last;
  }

  get #isEmpty(): boolean {
    return this.#appends.length === 0 && this.#writes.length === 0;
  }

  async #drain(): Promise<void> {
    while (!this.#isEmpty) {
      try {
        await this.#database.makeWritable();
        await this.#writeCommits();
      } catch (error) {
        // What is being written may still succeed.
        await Promise.allSettled([this.#writing]);
        this.#rejectAll(error);
      }
    }
    this.#draining = undefined;
  }

  async #writeCommits(): Promise<void> {
    this.#writing = Promise.resolve();
    do {
      while (!this.#isEmpty) {
        const commit = await this.#prepare();
        await this.#writing;
        this.#writing = this.#write(commit);
        // The `await` above or below throws the failure; until then it must not count as unhandled.
        this.#writing.catch(() => undefined);
      }
      await this.#writing;
    } while (!this.#isEmpty);
  }

  async #prepare(): Promise<Commit> {
    const records = new Map<string, StoredRecord | undefined>();
    const taken = await this.#takeDrafts(records);
    const commit = new Commit(this.#database.batch(), this.last, records);
    this.#unwritten.push(commit);
    for (const { addTo, resolve, reject } of this.#writes.splice(0)) commit.add(addTo, { resolve, reject });
    const now = this.#clock.now();
    for (const { append, draft } of taken) commit.addDraft(append, draft, now, this.#log.oldestRevision);
    if (commit.changes.length > 0) commit.batch.put(WRITTEN_COUNT_KEY, String(this.#writtenWithPending()));
    const firstPending = this.#appends.findIndex(({ drafts, taken: count }) => count < drafts.length);
    commit.finish(this.#appends.splice(0, firstPending < 0 ? this.#appends.length : firstPending));
    return commit;
  }

  /** Number of changes ever written when all prepared commits are on the disk. */
  #writtenWithPending(): number {
    return this.#unwritten.reduce((sum, { changes }) => sum + changes.length, this.#log.extent.written);
  }

  async #write(commit: Commit): Promise<void> {
    await this.#database.write(commit.batch);
    this.#unwritten.shift();
    this.#log.advance(commit.changes);
    commit.resolve();
  }

  #rejectLostLeases(): void {
    this.#appends = this.#appends.filter(({ context: { source, fencing }, taken, reject }) => {
      const isLost = taken === 0 && fencing !== undefined && fencing < this.#leases.highest(source);
      if (isLost) reject(new LeaseLostError(`another holder has the lease on ${source}`));
      return !isLost;
    });
  }

  /** Takes the drafts of a commit, and reads their records. */
  async #takeDrafts(records: Map<string, StoredRecord | undefined>): Promise<TakenDraft[]> {
    const taken: TakenDraft[] = [];
    const limit = new WriteBatch(COMMIT_LIMITS);
    let portion: TakenDraft[];
    let replaced = 0;
    do {
      this.#rejectLostLeases();
      portion = this.#takePortion(limit);
      replaced += await this.#readRecords(portion, records);
      taken.push(...portion);
    } while (portion.length === RECORDS_AT_ONCE && replaced <= COMMIT_LIMITS.characters);
    return taken;
  }

  #takePortion(limit: WriteBatch): TakenDraft[] {
    const taken: TakenDraft[] = [];
    for (const append of this.#appends) {
      for (;;) {
        const draft = append.drafts[append.taken];
        if (!draft) break;
        if (taken.length === RECORDS_AT_ONCE || !limit.tryAdd(draft)) return taken;
        taken.push({ append, draft });
        append.taken += 1;
      }
    }
    return taken;
  }

  /**
   * Adds the records that the drafts replace, as the commits before this one leave them. Returns the size of their
   * texts.
   */
  async #readRecords(taken: readonly TakenDraft[], records: Map<string, StoredRecord | undefined>): Promise<number> {
    const ids = [...new Set(taken.map(({ draft }) => draft.id))].filter((id) => !records.has(id));
    const onDisk: string[] = [];
    for (const id of ids) {
      const earlier = this.#unwritten.findLast((commit) => commit.records.has(id));
      if (earlier) records.set(id, earlier.records.get(id));
      else onDisk.push(id);
    }
    const values = onDisk.length > 0 ? await this.#database.getMany(onDisk.map(jobKey)) : [];
    for (const [at, id] of onDisk.entries()) records.set(id, recordOf(id, values[at]));
    return ids.reduce((size, id) => size + (records.get(id)?.text.length ?? 0), 0);
  }

  #rejectAll(error: unknown): void {
    for (const commit of this.#unwritten.splice(0)) commit.reject(error);
    for (const { reject } of [...this.#writes.splice(0), ...this.#appends.splice(0)]) reject(error);
  }
}
