import { Injectable } from '@nestjs/common';

import { ActionLedger, type LedgerEntry } from '../actions/ledger/action-ledger.js';
import { type StoredBulk } from './bulk-record.js';

const PREFIX = 'bulk/';
const JOBS_PREFIX = 'jobs-of-bulk/';
/** Ids of jobs in one entry. */
const IDS_PER_ENTRY = 500;

/** The bulk actions in the ledger, and their jobs. */
@Injectable()
export class BulkStore {
  readonly #bulks = new Map<string, StoredBulk>();
  readonly #listeners = new Set<() => void>();

  constructor(private readonly ledger: ActionLedger) {
    ledger.onChange((change) => {
      if (!change.id.startsWith(PREFIX)) return;
      const id = change.id.slice(PREFIX.length);
      if (change.type === 'put') this.#bulks.set(id, JSON.parse(change.text) as StoredBulk);
      else this.#bulks.delete(id);
      for (const listener of this.#listeners) listener();
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
    await this.ledger.create([...entries, { key: PREFIX + bulk.id, text: JSON.stringify(bulk) }]);
  }

  /** The ids of the jobs of a bulk action, in order; empty once they were removed. */
  jobIds(id: string): readonly string[] {
    return this.#jobEntries(id).flatMap(({ text }) => JSON.parse(text) as string[]);
  }

  /** Replaces fields of a bulk action if it is in a state; false if it is in another one. Throws `StoreUnavailableError`. */
  async change(id: string, from: StoredBulk['state'], fields: Partial<StoredBulk>): Promise<boolean> {
    for (;;) {
      const entry = this.ledger.get(PREFIX + id);
      const bulk = entry && (JSON.parse(entry.text) as StoredBulk);
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
    const entry = this.ledger.get(PREFIX + id);
    if (entry) await this.ledger.remove([entry]);
    await this.removeJobs(id);
  }

  /** Calls a listener after every change of a bulk action, also by other replicas. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
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
