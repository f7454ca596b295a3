import { type Change, Logger } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { ActionLedger, type LedgerEntry, readEntry } from '../actions/ledger/action-ledger.js';
import { BULK_PREFIX, type StoredBulk } from './bulk-record.js';

const JOBS_PREFIX = 'jobs-of-bulk/';
/** Ids of jobs in one entry. */
const IDS_PER_ENTRY = 500;

/** The bulk actions in the ledger, and their jobs. */
@Injectable()
export class BulkStore {
  readonly #bulks = new Map<string, StoredBulk>();
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly ledger: ActionLedger,
    private readonly logger: Logger,
  ) {
    ledger.onChange((change, origin) => {
      if (origin !== 'known') this.#note(change);
    });
  }

  /** The bulk action with an id. */
  get(id: string): StoredBulk | undefined {
    return this.#bulks.get(id);
  }

  /** All bulk actions, in no particular order. */
  all(): readonly StoredBulk[] {
    return [...this.#bulks.values()];
  }

  /** Adds a bulk action and its jobs. Throws `StoreUnavailableError`. */
  async add(bulk: StoredBulk, jobIds: readonly string[]): Promise<void> {
    const entries: { key: string; text: string }[] = [];
    for (let at = 0; at < jobIds.length; at += IDS_PER_ENTRY) {
      entries.push({
        key: jobsKey(bulk.id, at / IDS_PER_ENTRY),
        text: JSON.stringify(jobIds.slice(at, at + IDS_PER_ENTRY)),
      });
    }
    // Last, so that a bulk action has all of its jobs.
    await this.ledger.create([...entries, { key: BULK_PREFIX + bulk.id, text: JSON.stringify(bulk) }]);
  }

  /** The ids of the jobs of a bulk action, in order; `undefined` if they were removed or are damaged, also in part. */
  jobIds({ id, total }: StoredBulk): readonly string[] | undefined {
    const ids = this.#jobEntries(id).flatMap((entry) => (readEntry<string[]>(entry) as string[] | undefined) ?? []);
    return ids.length === total ? ids : undefined;
  }

  /**
   * Replaces fields of a bulk action if it is in a state; false if it is in another one. Throws
   * `StoreUnavailableError`.
   */
  async change(id: string, from: StoredBulk['state'], fields: Partial<StoredBulk>): Promise<boolean> {
    for (;;) {
      const entry = this.ledger.get(BULK_PREFIX + id);
      const bulk = this.#bulks.get(id);
      if (!entry || bulk?.state !== from) return false;
      if (await this.ledger.replace(entry, JSON.stringify({ ...bulk, ...fields }))) return true;
    }
  }

  /** Removes the jobs of a bulk action that sends nothing any more. Throws `StoreUnavailableError`. */
  async removeJobs(id: string): Promise<void> {
    await this.ledger.remove(this.#jobEntries(id));
  }

  /** Removes a bulk action and its jobs. Throws `StoreUnavailableError`. */
  async remove(id: string): Promise<void> {
    const entry = this.ledger.get(BULK_PREFIX + id);
    if (entry) await this.ledger.remove([entry]);
    await this.removeJobs(id);
  }

  /** Calls a listener after every change of a bulk action, also by other replicas. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #note(change: Change): void {
    if (!change.id.startsWith(BULK_PREFIX)) return;
    const id = change.id.slice(BULK_PREFIX.length);
    const bulk = change.type === 'put' ? this.#parse(change) : undefined;
    if (bulk) this.#bulks.set(id, bulk);
    else this.#bulks.delete(id);
    for (const listener of this.#listeners) listener();
  }

  #parse(change: Change & { readonly type: 'put' }): StoredBulk | undefined {
    const bulk = readEntry<StoredBulk>(change);
    if (bulk?.id && bulk.by && bulk.state && bulk.sources && bulk.confirm_sha256) return bulk as StoredBulk;
    this.logger.error({ entry: change.id }, 'record of a bulk action is damaged and is left out');
    return undefined;
  }

  #jobEntries(id: string): readonly LedgerEntry[] {
    const entries: LedgerEntry[] = [];
    for (let number = 0; ; number += 1) {
      const entry = this.ledger.get(jobsKey(id, number));
      if (!entry) return entries;
      entries.push(entry);
    }
  }
}

function jobsKey(id: string, number: number): string {
  return `${JOBS_PREFIX}${id}/${number}`;
}
