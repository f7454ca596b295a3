import { type Change, Clock, compareRevisions, Logger, type Revision } from '@gateway/core';
import { ChangeHistory, type RecordChange } from '@gateway/view';
import { Injectable } from '@nestjs/common';

import { ActionLedger, type ChangeOrigin, readEntry } from './action-ledger.js';
import {
  type ActionOutcome,
  type ActionResultFields,
  isOpen,
  servedRecord,
  type StoredAction,
} from './action-record.js';

const PREFIX = 'action/';

/** How many actions of a bulk action have each outcome. */
export type OutcomeCounts = Readonly<Partial<Record<ActionOutcome, number>>>;

/** Limits of the history, from which watches read. The records in it are mostly those of the trail. */
const HISTORY_LIMITS = { changes: 20_000, characters: Infinity };
/** The id of a change of the ledger that is not one of an action. */
const NO_ACTION = '';

/** A record, and the revision that wrote it. */
export class AuditedAction {
  /** For the limits of a history: about the size of a record. */
  readonly characters = 500;

  constructor(
    readonly record: StoredAction,
    readonly revision: Revision,
  ) {}

  /** The record as it is served, as JSON. */
  get text(): string {
    return JSON.stringify(servedRecord(this.record));
  }
}

/** The records of all actions, from the ledger: a record that was added is durable. */
@Injectable()
export class AuditTrail {
  readonly #actions = new Map<string, AuditedAction>();
  readonly #open = new Set<string>();
  readonly #bulks = new Map<string, Map<ActionOutcome, number>>();
  readonly #listeners = new Set<(record: StoredAction) => void>();
  readonly #writeListeners = new Set<(record: StoredAction) => void>();
  /** The last changes of the ledger; only those of records have an id. */
  readonly history = new ChangeHistory<AuditedAction>(HISTORY_LIMITS);

  constructor(
    private readonly ledger: ActionLedger,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    ledger.onChange((change, origin) => this.#note(change, origin));
    ledger.onLoad((recent, revision) => this.#restartHistory(recent, revision));
  }

  /** The record of an action. */
  get(id: string): AuditedAction | undefined {
    return this.#actions.get(id);
  }

  /** The revision of the last change that the records include: a watch after it misses none. */
  get revision(): Revision {
    return this.history.revisionBefore(this.history.endOffset);
  }

  /** True if there is a record with this id, damaged or not. */
  has(id: string): boolean {
    return this.ledger.get(PREFIX + id) !== undefined;
  }

  /** All records, in the order in which this replica has received them. */
  all(): Iterable<AuditedAction> {
    return this.#actions.values();
  }

  /** The records whose outcome will change. */
  *open(): Generator<StoredAction, void, undefined> {
    for (const id of this.#open) {
      const action = this.#actions.get(id);
      if (action) yield action.record;
    }
  }

  /** The outcomes of the actions of a bulk action, counted. */
  countsOf(bulkId: string): OutcomeCounts {
    return Object.fromEntries(this.#bulks.get(bulkId) ?? []);
  }

  /** Calls a listener with every record that is added or changed from now on. */
  onChange(listener: (record: StoredAction) => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Calls a listener with every record that this replica has added or changed, once it is durable; other replicas do
   * the same with theirs.
   */
  onWrite(listener: (record: StoredAction) => void): void {
    this.#writeListeners.add(listener);
  }

  /** Adds a record; false if there is one with its id. Throws `StoreUnavailableError`; nothing may be sent then. */
  async add(record: StoredAction): Promise<boolean> {
    if (this.has(record.id)) return false;
    const existing = await this.ledger.create([{ key: PREFIX + record.id, text: JSON.stringify(record) }]);
    if (existing.length > 0) return false;
    for (const listener of this.#writeListeners) listener(record);
    return true;
  }

  /**
   * Sets the result of an action. A final outcome stays, except that a known one replaces `unknown`. Throws
   * `StoreUnavailableError`.
   */
  async settle(id: string, result: ActionResultFields): Promise<void> {
    for (;;) {
      const entry = this.ledger.get(PREFIX + id);
      const known = this.#actions.get(id)?.record;
      if (!entry || !known || !mayReplace(known.outcome, result.outcome)) return;
      const ended = isOpen(result) ? {} : { ended_time: new Date(this.clock.now()).toISOString() };
      const next: StoredAction = { ...known, ...result, ...ended };
      if (!(await this.ledger.replace(entry, JSON.stringify(next)))) continue;
      for (const listener of this.#writeListeners) listener(next);
      return;
    }
  }

  /** Removes records; those that have changed meanwhile stay. Throws `StoreUnavailableError`. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.ledger.remove(ids.flatMap((id) => this.ledger.get(PREFIX + id) ?? []));
  }

  #note(change: Change, origin: ChangeOrigin): void {
    const id = actionOf(change);
    const before = origin === 'known' ? 'unknown' : this.#actions.get(id);
    if (id !== NO_ACTION && origin !== 'known') this.#show(id, change);
    if (origin === 'snapshot') return;
    this.history.append([{ id, revision: change.revision, before, after: this.#actions.get(id) }]);
    this.history.notify();
  }

  /**
   * The history shows the present records, so that a client never goes back in time; the log continues after the
   * revision.
   */
  #restartHistory(recent: readonly Change[], revision: Revision): void {
    const [first, ...changes] = recent.filter((change) => compareRevisions(change.revision, revision) <= 0);
    const isWhole = (changes.at(-1) ?? first)?.revision === revision;
    const known = changes.map((change): RecordChange<AuditedAction> => {
      const id = actionOf(change);
      return { id, revision: change.revision, before: 'unknown', after: this.#actions.get(id) };
    });
    this.history.restart(isWhole && first ? first.revision : revision, isWhole ? known : []);
    this.history.notify();
  }

  #show(id: string, change: Change): void {
    const record = change.type === 'put' ? this.#parse(change.id, change.text) : undefined;
    this.#count(this.#actions.get(id)?.record, -1);
    this.#count(record, 1);
    if (record === undefined) {
      this.#actions.delete(id);
      this.#open.delete(id);
      return;
    }
    this.#actions.set(id, new AuditedAction(record, change.revision));
    if (isOpen(record)) this.#open.add(id);
    else this.#open.delete(id);
    for (const listener of this.#listeners) listener(record);
  }

  #parse(entry: string, text: string): StoredAction | undefined {
    const record = readEntry<StoredAction>({ text });
    if (record?.id && record.time && record.outcome && record.by && record.job && record.source)
      return record as StoredAction;
    this.logger.error({ entry }, 'record of an action is damaged and is left out');
    return undefined;
  }

  #count(record: StoredAction | undefined, change: 1 | -1): void {
    if (record?.bulk_id === undefined) return;
    const counts = this.#bulks.get(record.bulk_id) ?? new Map<ActionOutcome, number>();
    const count = (counts.get(record.outcome) ?? 0) + change;
    if (count > 0) counts.set(record.outcome, count);
    else counts.delete(record.outcome);
    if (counts.size > 0) this.#bulks.set(record.bulk_id, counts);
    else this.#bulks.delete(record.bulk_id);
  }
}

/** The id of the record that an entry of the ledger is. */
function actionOf({ id }: Change): string {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : NO_ACTION;
}

function mayReplace(known: ActionOutcome, next: ActionOutcome): boolean {
  if (known === 'pending') return true;
  if (known === 'accepted') return next !== 'pending' && next !== 'accepted';
  return known === 'unknown' && next !== 'unknown' && next !== 'pending';
}
