import {
  compareRevisions,
  type EndedJob,
  formatJobId,
  type JobSelection,
  type Revision,
  type SourceScope,
  type StateCounts,
} from '@gateway/core';

import { endedJobOf } from './ended-job.js';
import { IdMap } from './id-map.js';
import { type OrderedRows, RowOrder, walkBackwards, walkInOrder } from './job-order.js';
import { JobSets, type StateCount } from './job-sets.js';
import { type NewRow } from './parse-stored.js';
import { type Row, type RowSnapshot, RowTable } from './row-table.js';
import { type SortedRows } from './sorted-rows.js';
import { recordAt, type ViewRecord } from './view-record.js';

/** Rows that are copied out of sparse segments after each change: enough to keep up with the rows that die. */
const COPIES_PER_CHANGE = 2;

/**
 * The rows of an index at one time that contain every match of a selection: in all live rows, and in sorted sets that are
 * as small as possible. Later changes of the index do not affect them.
 */
export interface Candidates extends OrderedRows, RowSnapshot {
  /** Number of all live rows. */
  readonly size: number;
}

/** The parts of an index: `rows` has the live rows of `table` by job id, and `sets` contains them. */
export interface IndexParts {
  readonly table: RowTable;
  readonly order: RowOrder;
  readonly rows: IdMap;
  readonly sets: JobSets;
}

/** The parts of an index without jobs. */
export function emptyParts(): IndexParts {
  const table = new RowTable();
  const order = new RowOrder(() => table.segments);
  return { table, order, rows: new IdMap(), sets: new JobSets(order, () => table.segments) };
}

/**
 * The jobs by id, in sorted sets (all, by state, by source), with counters. A row is the record of one job at one
 * revision.
 */
export class JobIndex {
  readonly #table: RowTable;
  readonly #order: RowOrder;
  readonly #rows: IdMap;
  readonly #sets: JobSets;

  constructor({ order, rows, sets, table }: IndexParts = emptyParts()) {
    this.#table = table;
    this.#order = order;
    this.#rows = rows;
    this.#sets = sets;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** See `View.bytes`. */
  get bytes(): number {
    return this.#table.segments.reduce((bytes, segment) => bytes + (segment?.usedBytes ?? 0), 0);
  }

  get(id: string): ViewRecord | undefined {
    const row = this.#rows.get(id);
    return row === undefined ? undefined : this.#record(row);
  }

  /** Every job with this native id: one lookup per source that has jobs and is in the scope. */
  byNativeId(nativeId: string, scope?: SourceScope): ViewRecord[] {
    return this.#sets.sourcesIn(scope).flatMap(({ source }) => this.get(formatJobId(source, nativeId)) ?? []);
  }

  /** The sources that have jobs. */
  sources(): Iterable<string> {
    return this.#sets.sources();
  }

  /** The jobs of a source that are not `gone`, at the time of the call. */
  present(source: string): Iterable<ViewRecord> {
    const present = this.#sets.source(source)?.present;
    return present ? walkInOrder(this.#ordered([present])) : [];
  }

  /** The number of jobs of a source that are not `gone`. */
  presentCount(source: string): number {
    return this.#sets.source(source)?.present.size ?? 0;
  }

  /** All jobs at the time of the call, oldest `created_time` first. */
  oldestFirst(): Iterable<ViewRecord> {
    return walkBackwards(this.#sets.all.clone(), this.#table.segments);
  }

  /** As `oldestFirst`, only the terminal jobs. */
  endedOldestFirst(): Iterable<EndedJob | undefined> {
    return endedOf(this.oldestFirst());
  }

  /** The jobs of a source that are neither `gone` nor terminal. */
  active(source: string): Iterable<ViewRecord> {
    return [...(this.#sets.source(source)?.active ?? [])].map((row) => this.#record(row));
  }

  /** The number of jobs of a source that are neither `gone` nor terminal. */
  activeCount(source: string): number {
    return this.#sets.source(source)?.active.size ?? 0;
  }

  counts(source: string): StateCounts {
    return Object.fromEntries(this.#sets.source(source)?.counts ?? []);
  }

  /** Adds a job, or replaces its record, and returns the record. */
  put(newRow: NewRow): ViewRecord {
    const row = this.#table.add(newRow);
    const record = this.#record(row);
    this.#place(newRow.id, row);
    this.#compact();
    return record;
  }

  /** Stores a record that is not part of the index, and returns it. */
  store(newRow: NewRow): ViewRecord {
    const row = this.#table.add(newRow);
    const record = this.#record(row);
    this.#table.kill(row);
    return record;
  }

  /** Removes a job; does nothing if the index does not have it. */
  remove(id: string): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    this.#rows.delete(id);
    this.#sets.delete(row);
    this.#table.kill(row);
    this.#compact();
  }

  /** The candidates for a selection: the sorted sets are disjoint, and those that cost the least to walk. */
  candidates(selection: JobSelection): Candidates {
    return { ...this.#table.snapshot(), ...this.#ordered(this.#sets.smallestFor(selection)), size: this.size };
  }

  /** Counts of the matches by state and source, from the counters; `undefined` if the jobs must be examined. */
  stateCounts(selection: JobSelection): readonly StateCount[] | undefined {
    return this.#sets.stateCounts(selection);
  }

  #ordered(sets: readonly SortedRows[]): OrderedRows {
    return { order: this.#order, sets: sets.map((rows) => rows.clone()), segments: this.#table.segments };
  }

  #record(row: Row): ViewRecord {
    return recordAt(this.#table.segments, row);
  }

  /** Makes a row that of its job, in place of any other. */
  #place(id: string, row: Row): void {
    const replaced = this.#rows.set(id, row);
    if (replaced === undefined) {
      this.#sets.add(row);
    } else {
      this.#sets.replace(replaced, row);
      this.#table.kill(replaced);
    }
  }

  /** Copies some rows out of sparse segments, so that the memory of dead rows becomes free. */
  #compact(): void {
    for (let copies = 0; copies < COPIES_PER_CHANGE; copies += 1) {
      const copy = this.#table.copyNext();
      if (copy === undefined) return;
      this.#place(this.#record(copy).id, copy);
    }
  }
}

/** True if there is no record, or one with an older revision. */
export function isNewerThan(revision: Revision, record: ViewRecord | undefined): boolean {
  return record === undefined || compareRevisions(revision, record.revision) > 0;
}

function* endedOf(records: Iterable<ViewRecord>): Generator<EndedJob | undefined> {
  for (const record of records) yield endedJobOf(record);
}
