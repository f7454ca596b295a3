import {
  type AppendContext,
  type AppendResult,
  type Change,
  type ChangeDraft,
  type Clock,
  type JobStore,
  type Lease,
  LeaseLostError,
  type Logger,
  type RedisAccess,
  type Revision,
  type SourceCheckpoint,
  type StoredCount,
  type StoredJob,
  type StoredRevisions,
  StoreUnavailableError,
} from '@gateway/core';

import { readAhead } from '../read-ahead.js';
import { collectRecent, type RecentLimits } from '../recent-changes.js';
import { parseRecord } from '../record.js';
import { CheckpointReader, formatSourceCheckpoint } from '../source-checkpoint.js';
import { formatObstacle, parseFormat } from '../store-format.js';
import { writeBatchesOf } from '../write-batch.js';
import { appendResult } from './append-result.js';
import { Commands } from './commands.js';
import { closeConnection, type Connection, createConnection, openConnection } from './connection.js';
import { changesOf, followLog, READ_WAIT_MS } from './follow-log.js';
import { Inspection } from './inspection.js';
import { type RedisKeys, redisKeys } from './keys.js';
import { LogInterval } from './log-interval.js';
import { RedisLeases } from './redis-leases.js';

/** Limits of one command. Redis executes each in a few milliseconds, and nothing else meanwhile. */
const SCAN_COUNT = 500;
const PAGE_ENTRIES = 500;
const WRITE_LIMITS = { drafts: 100, characters: 150_000 };
const RESPONSE_TIMEOUT_MS = 5_000;
const COMMANDS_CONNECTION = { name: 'commands', responseTimeoutMs: RESPONSE_TIMEOUT_MS } as const;
const CHANGES_CONNECTION = { name: 'changes', responseTimeoutMs: READ_WAIT_MS + RESPONSE_TIMEOUT_MS } as const;

/** Options of the Redis store; see `StoreOptions`. */
export type RedisStoreOptions = RedisAccess & {
  readonly namespace: string;
  /** See `redisKeys`. */
  readonly part?: string;
  readonly logLength: number;
  readonly clock: Clock;
  readonly logger: Logger;
};

/**
 * The store for several replicas: Redis 6.2 or newer, or Valkey. After `append` has resolved, the changes are as
 * durable as the configuration of Redis makes them. A long append is written in several batches, which are sent without
 * waiting for each other; if one fails, the others stay written.
 */
export class RedisStore implements JobStore {
  readonly isShared = true;
  readonly #options: RedisStoreOptions;
  readonly #keys: RedisKeys;
  readonly #commands: Commands;
  readonly #leases: RedisLeases;
  readonly #checkpoints: CheckpointReader;
  readonly #inspection: Inspection;
  readonly #pendingWork = new Set<Promise<unknown>>();
  #closing = new AbortController();
  #connection: Connection | undefined;

  constructor(options: RedisStoreOptions) {
    this.#options = options;
    this.#keys = redisKeys(options.namespace, options.part);
    this.#commands = new Commands(options.logger);
    const interval = new LogInterval(options.clock);
    this.#leases = new RedisLeases(this.#keys, options.logger, interval, (send, adds) => this.#write(send, adds));
    this.#checkpoints = new CheckpointReader(options.logger);
    this.#inspection = new Inspection(this.#keys, interval, options.logger, options.part !== undefined);
  }

  async open(): Promise<void> {
    const connection = createConnection(this.#options, COMMANDS_CONNECTION, this.#options.logger);
    await openConnection(connection);
    this.#connection = connection;
    this.#closing = new AbortController();
    try {
      await this.#checkFormat();
      await this.inspect();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#closing.abort();
    await Promise.allSettled(this.#pendingWork);
    if (connection) await closeConnection(connection);
  }

  healthy(): boolean {
    return this.#connection?.status === 'ready';
  }

  failedWrites(): number {
    return this.#commands.failedWrites;
  }

  snapshot(): AsyncGenerator<readonly StoredJob[], void, undefined> {
    return readAhead(this.#scan());
  }

  async *#scan(): AsyncGenerator<readonly StoredJob[], void, undefined> {
    let cursor = '0';
    do {
      const page = await this.#read((redis) => redis.hscan(this.#keys.jobs, cursor, 'COUNT', SCAN_COUNT));
      yield pairsOf(page[1]).map(([id, record]) => parseRecord(id, record));
      cursor = page[0];
    } while (cursor !== '0');
  }

  async revision(): Promise<Revision> {
    return this.#read((redis) => redis.readRevision(this.#keys.log, this.#keys.jobs));
  }

  async revisions(ids: readonly string[]): Promise<StoredRevisions> {
    const { jobs, log } = this.#keys;
    const [revision, ...records] = await this.#read((redis) => redis.readRevisions(jobs, log, ...ids));
    return { revision, records: records.map((each) => each || undefined) };
  }

  async inspect(): Promise<StoredCount> {
    return this.#read((redis) => this.#inspection.run(redis));
  }

  contents(): undefined {
    return undefined;
  }

  warnings(): readonly string[] {
    return this.#inspection.warnings();
  }

  async follow(
    after: Revision,
    onChanges: (changes: readonly Change[]) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    this.#redis();
    const { logger } = this.#options;
    const source = {
      connection: createConnection(this.#options, CHANGES_CONNECTION, logger),
      log: this.#keys.log,
      logger,
    };
    const ended = AbortSignal.any([signal, this.#closing.signal]);
    await this.#finish(followLog(source, after, onChanges, ended));
  }

  async recent(limits: RecentLimits): Promise<readonly Change[]> {
    return collectRecent(readAhead(this.#newestFirst()), limits);
  }

  async append(drafts: readonly ChangeDraft[], context: AppendContext): Promise<AppendResult> {
    return this.#finish(this.#append(this.#redis(), drafts, context));
  }

  async acquireLease(source: string, holder: string, ttlMs: number): Promise<Lease | undefined> {
    return this.#leases.acquire(source, holder, ttlMs);
  }

  async releaseLease(lease: Lease): Promise<void> {
    await this.#leases.release(lease);
  }

  async announce(replica: string, ttlMs: number): Promise<readonly string[]> {
    return this.#leases.announce(replica, ttlMs);
  }

  async loadCheckpoint(source: string): Promise<SourceCheckpoint | undefined> {
    const text = await this.#read((redis) => redis.hget(this.#keys.checkpoints, source));
    return text === null ? undefined : this.#checkpoints.read(source, text);
  }

  async metadata(key: string): Promise<string | undefined> {
    return (await this.#read((redis) => redis.hget(this.#keys.metadata, key))) ?? undefined;
  }

  async replaceMetadata(key: string, expected: string | undefined, text: string): Promise<boolean> {
    const [given, wanted] = expected === undefined ? [0, ''] : [1, expected];
    return (
      (await this.#write((redis) => redis.replaceMetadata(this.#keys.metadata, key, given, wanted, text), true)) === 1
    );
  }

  async saveCheckpoint(lease: Lease, checkpoint: SourceCheckpoint): Promise<void> {
    await this.#leases.saveCheckpoint(lease, formatSourceCheckpoint(checkpoint));
  }

  /** Throws `StoreUnavailableError` if this version cannot read the data. Writes nothing: see `INSPECT` for that. */
  async #checkFormat(): Promise<void> {
    const { format: key } = this.#keys;
    const text = await this.#read((redis) => redis.readFormat(key));
    const format = parseFormat(text);
    const obstacle = format && formatObstacle(format);
    if (obstacle !== undefined) throw new StoreUnavailableError(`the store in Redis (key ${key}) ${obstacle}`);
    if (text !== '' && !format)
      this.#options.logger.error({ key }, 'format of the store in Redis is unreadable and was ignored');
  }

  async *#newestFirst(): AsyncGenerator<readonly Change[], void, undefined> {
    let before = '+';
    for (;;) {
      const entries = await this.#read((redis) => redis.xrevrange(this.#keys.log, before, '-', 'COUNT', PAGE_ENTRIES));
      yield changesOf(entries);
      if (entries.length < PAGE_ENTRIES) return;
      before = `(${entries.at(-1)?.[0]}`;
    }
  }

  async #append(redis: Connection, drafts: readonly ChangeDraft[], context: AppendContext): Promise<AppendResult> {
    const outcomes = await Promise.allSettled(
      [...writeBatchesOf(drafts, WRITE_LIMITS)].map((batch) => this.#appendBatch(redis, batch, context)),
    );
    const batches = outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
    return appendResult(batches);
  }

  async #appendBatch(redis: Connection, batch: readonly ChangeDraft[], context: AppendContext): Promise<AppendResult> {
    const { jobs, log, fencing } = this.#keys;
    const answer = await this.#commands.writeBatch(() =>
      redis.appendChanges(
        ...[jobs, log, fencing],
        ...[context.source, context.fencing ?? 0, context.observedAt, this.#options.logLength],
        ...batch.flatMap(draftArguments),
      ),
    );
    if (!answer) throw new LeaseLostError(`another holder has the lease on ${context.source}`);
    const [revision, ...rejected] = answer;
    return { revision, rejected: pairsOf(rejected).map(([id, stored]) => ({ id, stored: stored || undefined })) };
  }

  #read<T>(send: (redis: Connection) => Promise<T>): Promise<T> {
    const redis = this.#redis();
    return this.#commands.read(() => send(redis));
  }

  #write<T>(send: (redis: Connection) => Promise<T>, adds: boolean): Promise<T> {
    const redis = this.#redis();
    return this.#commands.write(() => send(redis), adds);
  }

  /** Makes `close` wait for this work. */
  async #finish<T>(work: Promise<T>): Promise<T> {
    this.#pendingWork.add(work);
    try {
      return await work;
    } finally {
      this.#pendingWork.delete(work);
    }
  }

  #redis(): Connection {
    if (!this.#connection) throw new StoreUnavailableError('the store is not open');
    return this.#connection;
  }
}

function draftArguments(draft: ChangeDraft): string[] {
  return [draft.type, draft.id, draft.expectedRevision ?? '', draft.type === 'put' ? draft.text : ''];
}

/** The pairs in an answer that has them one after the other. */
function pairsOf(texts: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at < texts.length; at += 2) pairs.push([texts[at] ?? '', texts[at + 1] ?? '']);
  return pairs;
}
