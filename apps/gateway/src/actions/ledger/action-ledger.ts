import { setTimeout } from 'node:timers/promises';

import {
  ActionStore,
  type Change,
  type ChangeDraft,
  compareRevisions,
  FIRST_REVISION,
  LogCompactedError,
  Logger,
  parseJson,
  type Revision,
  type StoredJob,
  StoreUnavailableError,
} from '@gateway/core';
import { Injectable } from '@nestjs/common';

const RETRY_MS = 1_000;
/**
 * A write that this ledger does not show after this time counts as failed, in ms: an action must not be sent long after
 * it was requested.
 */
const SHOWN_WITHIN_MS = 5_000;
/** What a load reads of the log, for the clients of watches that resume. */
const RECENT = { changes: 20_000, characters: 20_000_000 };
/** The entries are only ever compared by revision, so all count as observed at the same time. */
const UNORDERED = { source: '', observedAt: 0 };

/**
 * An entry of the ledger: a JSON text under a key, empty if it is damaged. It never changes; a newer version is another
 * object.
 */
export interface LedgerEntry {
  readonly key: string;
  readonly revision: Revision;
  readonly text: string;
}

/**
 * Where a change comes from: a snapshot of the store, in no particular order; the log, in its order; or the log,
 * although the snapshot had it already, and the entry may be newer.
 */
export type ChangeOrigin = 'snapshot' | 'log' | 'known';

/** Receives every change of the ledger, at the start all entries as additions. Must not throw. */
export type OnLedgerChange = (change: Change, origin: ChangeOrigin) => void;

/**
 * Receives the last changes of the log, in order, after each load of a snapshot; the log continues after the revision.
 */
export type OnLedgerLoad = (recent: readonly Change[], revision: Revision) => void;

/** The object that an entry contains; `undefined` if its text is damaged. */
export function readEntry<T extends object>({ text }: Pick<LedgerEntry, 'text'>): Partial<T> | undefined {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null ? value : undefined;
}

/**
 * The entries of the action store, in memory and the same on every replica. An entry is durable when a write resolves,
 * and the ledger then shows it. Of several replicas that create or replace an entry at the same time, exactly one
 * succeeds.
 */
@Injectable()
export class ActionLedger {
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #listeners = new Set<OnLedgerChange>();
  readonly #loadListeners = new Set<OnLedgerLoad>();
  readonly #waiters = new Set<() => void>();
  readonly #stop = new AbortController();
  #revision: Revision = FIRST_REVISION;
  #following: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ActionStore,
    private readonly logger: Logger,
  ) {}

  /** Opens the store and loads all entries. Throws `StoreUnavailableError`. */
  async start(): Promise<void> {
    await this.store.open();
    await this.#load();
    this.logger.debug({ entries: this.#entries.size, revision: this.#revision }, 'action ledger loaded');
    this.#following = this.#followUntilStopped();
  }

  /** Stops following and closes the store. */
  async stop(): Promise<void> {
    this.#stop.abort(new StoreUnavailableError('the gateway is stopping'));
    this.#wake();
    await this.#following;
    await this.store.close();
  }

  /** The revision of the last change that the ledger shows. */
  revision(): Revision {
    return this.#revision;
  }

  /** The entry under a key. */
  get(key: string): LedgerEntry | undefined {
    return this.#entries.get(key);
  }

  /** All entries whose key starts with a text, in no particular order. */
  *withPrefix(prefix: string): Generator<LedgerEntry, void, undefined> {
    for (const entry of this.#entries.values()) if (entry.key.startsWith(prefix)) yield entry;
  }

  /** Calls a listener with every later change. */
  onChange(listener: OnLedgerChange): void {
    this.#listeners.add(listener);
  }

  /** Calls a listener after each load of a snapshot. */
  onLoad(listener: OnLedgerLoad): void {
    this.#loadListeners.add(listener);
  }

  /**
   * Resolves when the ledger shows a revision. Rejects with the signal's reason if it aborts first, and with
   * `StoreUnavailableError` once the ledger has stopped.
   */
  async reached(revision: Revision, signal: AbortSignal): Promise<void> {
    const wake = (): void => this.#wake();
    signal.addEventListener('abort', wake);
    try {
      while (compareRevisions(this.#revision, revision) < 0) {
        this.#stop.signal.throwIfAborted();
        signal.throwIfAborted();
        await new Promise<void>((resolve) => this.#waiters.add(resolve));
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  /**
   * Adds entries, all or some; returns the keys that exist already. Throws `StoreUnavailableError`; some may be added
   * nevertheless.
   */
  async create(entries: readonly Pick<LedgerEntry, 'key' | 'text'>[]): Promise<readonly string[]> {
    return this.#append(entries.map(({ key, text }) => ({ type: 'put', id: key, expectedRevision: undefined, text })));
  }

  /** Replaces the text of an entry; false if it has changed or was removed meanwhile. Throws `StoreUnavailableError`. */
  async replace({ key, revision }: LedgerEntry, text: string): Promise<boolean> {
    const rejected = await this.#append([{ type: 'put', id: key, expectedRevision: revision, text }]);
    return rejected.length === 0;
  }

  /** Removes entries, except those that have changed meanwhile. Throws `StoreUnavailableError`. */
  async remove(entries: readonly LedgerEntry[]): Promise<void> {
    await this.#append(entries.map(({ key, revision }) => ({ type: 'remove', id: key, expectedRevision: revision })));
  }

  async #append(drafts: readonly ChangeDraft[]): Promise<readonly string[]> {
    const { rejected, revision } = await this.store.append(drafts, UNORDERED);
    await this.#reached(revision);
    return rejected.map(({ id }) => id);
  }

  async #reached(revision: Revision): Promise<void> {
    if (compareRevisions(this.#revision, revision) >= 0) return;
    const late = AbortSignal.timeout(SHOWN_WITHIN_MS);
    try {
      await this.reached(revision, late);
    } catch (error) {
      throw late.aborted ? new StoreUnavailableError('the log of the actions cannot be followed') : error;
    }
  }

  #wake(): void {
    for (const resume of this.#waiters) resume();
    this.#waiters.clear();
  }

  /**
   * Applies the differences between the entries in memory and in the store; returns those that the store does not have.
   */
  async #load(): Promise<readonly LedgerEntry[]> {
    const revision = await this.store.revision();
    const missing = new Map(this.#entries);
    for await (const records of this.store.snapshot()) {
      for (const record of records) {
        missing.delete(record.id);
        this.#applyRecord(record);
      }
    }
    for (const id of missing.keys()) this.#apply({ type: 'remove', id, revision }, 'snapshot');
    const recent = await this.store.recent(RECENT);
    for (const listener of this.#loadListeners) listener(recent, revision);
    this.#shows(revision);
    return [...missing.values()];
  }

  #applyRecord({ id, revision, text }: StoredJob): void {
    if (this.#entries.get(id)?.revision !== revision) this.#apply({ type: 'put', id, revision, text }, 'snapshot');
  }

  #apply(change: Change, origin: ChangeOrigin): void {
    const { id, revision } = change;
    if (change.type === 'remove') this.#entries.delete(id);
    else this.#entries.set(id, { key: id, revision, text: change.text });
    this.#pass(change, origin);
  }

  #pass(change: Change, origin: ChangeOrigin): void {
    for (const listener of this.#listeners) listener(change, origin);
  }

  #applyFollowed(changes: readonly Change[]): void {
    for (const change of changes) {
      const known = this.#entries.get(change.id);
      // A snapshot can be ahead of the log.
      if (known && compareRevisions(known.revision, change.revision) >= 0) this.#pass(change, 'known');
      else this.#apply(change, 'log');
    }
    const last = changes.at(-1);
    if (last) this.#shows(last.revision);
  }

  #shows(revision: Revision): void {
    this.#revision = revision;
    this.#wake();
  }

  async #followUntilStopped(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.store.follow(this.#revision, (changes) => this.#applyFollowed(changes), signal);
      } catch (error) {
        await this.#recover(error);
      }
    }
  }

  /** Writes back what the store has lost. Other replicas do the same, with the same entries. */
  async #restore(lost: readonly LedgerEntry[]): Promise<void> {
    const { rejected } = await this.store.append(
      lost.map(({ key, text }) => ({ type: 'put', id: key, expectedRevision: undefined, text })),
      UNORDERED,
    );
    const written = lost.length - rejected.length;
    if (written > 0) this.logger.warn({ written }, 'store had lost action records; restored them from memory');
  }

  async #recover(error: unknown): Promise<void> {
    const { signal } = this.#stop;
    try {
      if (!(error instanceof LogCompactedError)) throw error;
      this.logger.warn({ revision: this.#revision }, 'action ledger cannot follow its log; loading it again');
      const missing = await this.#load();
      if (error.lostWrites) await this.#restore(missing);
    } catch (failure) {
      if (failure instanceof StoreUnavailableError)
        this.logger.debug({ err: failure }, 'action ledger waits for the store');
      else this.logger.error({ err: failure }, 'internal error in the action ledger');
      await setTimeout(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
