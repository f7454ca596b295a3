import {
  type AppendContext,
  type AppendResult,
  batchesOf,
  type Change,
  type ChangeDraft,
  type Clock,
  type JobStore,
  type KnownText,
  type Lease,
  LeaseLostError,
  type Logger,
  type Revision,
  Slots,
  type SourceCheckpoint,
  type StoreContents,
  type StoredCount,
  type StoredJob,
  type StoredRevisions,
  StoreUnavailableError,
} from '@gateway/core';

import { readAhead } from '../read-ahead.js';
import { type RecentLimits } from '../recent-changes.js';
import { parseRecord } from '../record.js';
import { CheckpointReader, formatSourceCheckpoint, type LossTimes, withLoss } from '../source-checkpoint.js';
import { ChangeLog } from './change-log.js';
import { checkedText } from './checksum.js';
import { recordOf } from './commit.js';
import { CommitMark } from './commit-mark.js';
import { CommitQueue } from './commit-queue.js';
import { FolderContents } from './folder-contents.js';
import { checkpointKey, JOB_KEYS, jobKey, metadataKey, suffixOf } from './keys.js';
import { Leases } from './leases.js';
import { LevelDatabase, RECORDS_AT_ONCE } from './level-database.js';
import { declareLostChanges } from './lost-changes.js';

/**
 * A source without a checkpoint has the gap of a loss if it starts within this time after the loss was found, in ms:
 * at a start all configured sources do. A source that starts later was added.
 */
const LOSS_APPLIES_MS = 600_000;

/** Options of the embedded store; see `StoreOptions`. */
export interface EmbeddedStoreOptions {
  readonly path: string;
  readonly logLength: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The store for a single replica: a directory on the local disk. */
export class EmbeddedStore implements JobStore {
  readonly isShared = false;
  readonly #database: LevelDatabase;
  readonly #log: ChangeLog;
  readonly #leases: Leases;
  readonly #commits: CommitQueue;
  readonly #mark: CommitMark;
  readonly #checkpoints: CheckpointReader;
  readonly #clock: Clock;
  #loss: LossTimes | undefined;
  #closing: AbortController | undefined;
  #compaction: Promise<void> | undefined;
  /** One at a time: each reads before it writes. */
  readonly #metadataWrites = new Slots(1);
  #failedWrites = 0;

  constructor({ path, logLength, clock, logger }: EmbeddedStoreOptions) {
    this.#clock = clock;
    this.#database = new LevelDatabase(path, clock, logger, async () => {
      await this.#log.load();
      await this.#leases.load();
      const [database, log, mark, checkpoints] = [this.#database, this.#log, this.#mark, this.#checkpoints];
      this.#loss = (await declareLostChanges({ path, database, log, mark, checkpoints, clock, logger })) ?? this.#loss;
    });
    this.#mark = new CommitMark(path, logger);
    this.#checkpoints = new CheckpointReader(logger);
    this.#log = new ChangeLog(this.#database, logLength, logger, (written) => this.#mark.note(written));
    this.#leases = new Leases(this.#database, clock, logger, (addTo) => this.#commits.write(addTo));
    this.#commits = new CommitQueue(this.#database, this.#log, this.#leases, clock);
  }

  async open(): Promise<void> {
    await this.#database.open();
    this.#closing = new AbortController();
  }

  async close(): Promise<void> {
    this.#closing?.abort();
    this.#closing = undefined;
    await this.#commits.drained();
    await this.#compaction;
    await this.#mark.close();
    await this.#database.close();
  }

  healthy(): boolean {
    return this.#database.isHealthy;
  }

  failedWrites(): number {
    return this.#failedWrites;
  }

  async *snapshot(): AsyncGenerator<readonly StoredJob[], void, undefined> {
    for await (const page of readAhead(this.#database.pages(JOB_KEYS))) {
      yield page.map(([key, record]) => parseRecord(suffixOf(key), checkedText(key, record) ?? ''));
    }
  }

  async revision(): Promise<Revision> {
    this.#requireOpen();
    return this.#log.last;
  }

  async revisions(ids: readonly string[]): Promise<StoredRevisions> {
    const records: (Revision | undefined)[] = [];
    for (const batch of batchesOf(ids, RECORDS_AT_ONCE)) {
      const values = await this.#database.getMany(batch.map(jobKey));
      records.push(...values.map((value, at) => recordOf(batch[at] ?? '', value)?.head.revision));
    }
    // Read last: a change that is on the disk may not be in the log yet.
    return { revision: this.#commits.last, records };
  }

  /** The process that has the directory open is the only one that can change it. */
  async inspect(): Promise<StoredCount | undefined> {
    return undefined;
  }

  contents(): StoreContents {
    this.#requireOpen();
    return new FolderContents(this.#database);
  }

  warnings(): readonly string[] {
    return [];
  }

  async follow(
    after: Revision,
    onChanges: (changes: readonly Change[]) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#log.follow(after, onChanges, AbortSignal.any([signal, this.#requireOpen()]));
  }

  async recent(limits: RecentLimits, known?: KnownText): Promise<readonly Change[]> {
    return this.#log.recent(limits, known);
  }

  async append(drafts: readonly ChangeDraft[], context: AppendContext): Promise<AppendResult> {
    this.#requireOpen();
    const result = await this.#commits.append(drafts, context).catch((error: unknown) => {
      if (error instanceof StoreUnavailableError) this.#failedWrites += 1;
      throw error;
    });
    if (this.#log.needsCompaction) this.#compaction ??= this.#compact();
    return result;
  }

  async acquireLease(source: string, holder: string, ttlMs: number): Promise<Lease | undefined> {
    this.#requireOpen();
    return this.#leases.acquire(source, holder, ttlMs);
  }

  async releaseLease(lease: Lease): Promise<void> {
    this.#leases.release(lease);
  }

  async announce(replica: string, ttlMs: number): Promise<readonly string[]> {
    this.#requireOpen();
    return ttlMs > 0 ? [replica] : [];
  }

  async loadCheckpoint(source: string): Promise<SourceCheckpoint | undefined> {
    const text = await this.#database.get(checkpointKey(source));
    if (text !== undefined) return this.#checkpoints.read(source, text);
    // The loss may include the checkpoint, and everything else that shows that the source is not new.
    const isRecent = this.#loss && this.#clock.now() - this.#loss.until < LOSS_APPLIES_MS;
    return this.#loss && isRecent ? withLoss({}, this.#loss) : undefined;
  }

  async metadata(key: string): Promise<string | undefined> {
    return this.#database.get(metadataKey(key));
  }

  async replaceMetadata(key: string, expected: string | undefined, text: string): Promise<boolean> {
    return this.#metadataWrites.run(async () => {
      if ((await this.metadata(key)) !== expected) return false;
      await this.#commits.write((batch) => batch.put(metadataKey(key), text));
      return true;
    });
  }

  async saveCheckpoint(lease: Lease, checkpoint: SourceCheckpoint): Promise<void> {
    this.#requireOpen();
    if (!this.#leases.isHeld(lease)) throw lostError(lease);
    await this.#commits.write((batch) => {
      if (this.#leases.highest(lease.source) > lease.fencing) throw lostError(lease);
      batch.put(checkpointKey(lease.source), formatSourceCheckpoint(checkpoint));
    });
  }

  async #compact(): Promise<void> {
    try {
      while (this.#log.needsCompaction && this.#closing) await this.#log.compact((addTo) => this.#commits.write(addTo));
    } catch (error) {
      // The database has logged the failure; the next append tries again.
      if (!(error instanceof StoreUnavailableError)) throw error;
    } finally {
      this.#compaction = undefined;
    }
  }

  #requireOpen(): AbortSignal {
    if (!this.#closing) throw new StoreUnavailableError('the store is not open');
    return this.#closing.signal;
  }
}

function lostError({ source }: Lease): LeaseLostError {
  return new LeaseLostError(`the lease on ${source} is lost`);
}
