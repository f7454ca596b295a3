import {
  compareRevisions,
  type EndedJob,
  type Filter,
  formatJobId,
  type IndexedPath,
  type JobSelection,
  type JobState,
  type Revision,
  type StateCounts,
  type StoredJob,
} from '@gateway/core';

import { meetsFilter } from '../query/matches.js';
import { IdMap } from './id-map.js';
import { type OrderedRows, RowOrder, walkBackwards, walkInOrder } from './job-order.js';
import { type NewRow } from './parse-stored.js';
import { type Row, type RowSnapshot, RowTable, segmentOf, slotOf } from './row-table.js';
import { SortedRows } from './sorted-rows.js';
import { ViewRecord } from './view-record.js';

/** Rows that are copied out of sparse segments after each change: enough to keep up with the rows that die. */
const COPIES_PER_CHANGE = 2;

/** The number of jobs of one source in one state. */
export interface StateCount {
  readonly values: Readonly<Record<IndexedPath, string>>;
  readonly count: number;
}

/**
 * The rows of an index at one time that contain every match of some filters: in all live rows, and in sorted sets that are as small as
 * possible. Later changes of the index do not affect them.
 */
export interface Candidates extends OrderedRows, RowSnapshot {
  /** Number of all live rows. */
  readonly size: number;
}

/** The jobs of one source. */
interface SourceJobs {
  readonly present: SortedRows;
  readonly gone: SortedRows;
  /** The rows that are neither gone nor terminal. */
  readonly active: Set<Row>;
  readonly counts: Map<JobState, number>;
}

/** The places of a row in the index. */
interface RowPlaces {
  readonly source: string;
  readonly state: JobState;
  readonly gone: boolean;
  readonly terminal: boolean;
}

/** The jobs by id, in sorted sets (all, by state, by source), with counters. A row is the record of one job at one revision. */
export class JobIndex {
  readonly #table = new RowTable();
  readonly #order = new RowOrder(() => this.#table.segments);
  readonly #rows = new IdMap();
  readonly #all = new SortedRows(this.#order);
  readonly #byState = new Map<string, SortedRows>();
  readonly #bySource = new Map<string, SourceJobs>();

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): ViewRecord | undefined {
    const row = this.#rows.get(id);
    return row === undefined ? undefined : this.#record(row);
  }

  /** True if the index has no record of the job, or an older one. */
  isNewer({ id, revision }: Pick<StoredJob, 'id' | 'revision'>): boolean {
    return isNewerThan(revision, this.get(id));
  }

  /** Every job with this native id: one lookup per source that has jobs. */
  byNativeId(nativeId: string): ViewRecord[] {
    return [...this.#bySource.keys()].flatMap((source) => this.get(formatJobId(source, nativeId)) ?? []);
  }

  /** The sources that have jobs. */
  sources(): Iterable<string> {
    return this.#bySource.keys();
  }

  /** The jobs of a source that are not `gone`, at the time of the call. */
  present(source: string): Iterable<ViewRecord> {
    const present = this.#bySource.get(source)?.present;
    return present ? walkInOrder(this.#ordered([present])) : [];
  }

  /** The number of jobs of a source that are not `gone`. */
  presentCount(source: string): number {
    return this.#bySource.get(source)?.present.size ?? 0;
  }

  /** All jobs at the time of the call, oldest `created_time` first. */
  oldestFirst(): Iterable<ViewRecord> {
    return walkBackwards(this.#all.clone(), this.#table.segments);
  }

  /** The jobs of a source that are neither `gone` nor terminal. */
  active(source: string): Iterable<ViewRecord> {
    return [...(this.#bySource.get(source)?.active ?? [])].map((row) => this.#record(row));
  }

  counts(source: string): StateCounts {
    return Object.fromEntries(this.#bySource.get(source)?.counts ?? []);
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
    const places = this.#placesOf(row);
    for (const rows of this.#setsAt(places)) rows.delete(row);
    this.#count(row, places, -1);
    this.#table.kill(row);
    this.#compact();
  }

  /** The candidates for some filters: the sorted sets are disjoint, and those that cost the least to walk. */
  candidates(filters: readonly Filter[]): Candidates {
    const choices: SortedRows[][] = [[this.#all]];
    if (hasFilter(filters, 'state'))
      choices.push(keysOf(this.#byState, 'state', filters).flatMap((key) => this.#byState.get(key) ?? []));
    if (hasFilter(filters, 'source.name'))
      choices.push(
        keysOf(this.#bySource, 'source.name', filters).flatMap((key) => {
          const { gone, present } = this.#bySource.get(key) as SourceJobs;
          return [present, gone].filter(({ size }) => size > 0);
        }),
      );
    const sets = choices.reduce((least, choice) => (costOf(choice) < costOf(least) ? choice : least));
    return { ...this.#table.snapshot(), ...this.#ordered(sets), size: this.size };
  }

  /** Counts of the matches by state and source, from the counters; `undefined` if the jobs must be examined. */
  stateCounts({ filters, search }: JobSelection): readonly StateCount[] | undefined {
    if (search !== undefined || !filters.every(({ field }) => field.indexed)) return undefined;
    const states = new Set(keysOf(this.#byState, 'state', filters));
    return keysOf(this.#bySource, 'source.name', filters).flatMap((source) =>
      [...(this.#bySource.get(source)?.counts ?? [])]
        .filter(([state]) => states.has(state))
        .map(([state, count]) => ({ values: { state, 'source.name': source }, count })),
    );
  }

  /** As `oldestFirst`, only the terminal jobs. */
  endedOldestFirst(): Iterable<EndedJob | undefined> {
    return endedOf(this.oldestFirst());
  }

  #ordered(sets: readonly SortedRows[]): OrderedRows {
    return { order: this.#order, sets: sets.map((rows) => rows.clone()), segments: this.#table.segments };
  }

  #record(row: Row): ViewRecord {
    return new ViewRecord(segmentOf(this.#table.segments, row), slotOf(row));
  }

  #placesOf(row: Row): RowPlaces {
    const segment = segmentOf(this.#table.segments, row);
    const value = (path: string): unknown => segment.fields.value(path, slotOf(row));
    return {
      source: segment.source(slotOf(row)).name,
      state: value('state') as JobState,
      gone: Boolean(value('gone')),
      terminal: Boolean(value('terminal')),
    };
  }

  /** Makes a row that of its job, in place of any other. */
  #place(id: string, row: Row): void {
    const replaced = this.#rows.set(id, row);
    const places = this.#placesOf(row);
    const sets = this.#setsAt(places);
    this.#count(row, places, 1);
    if (replaced === undefined) {
      for (const rows of sets) rows.add(row);
      return;
    }
    const placesBefore = this.#placesOf(replaced);
    const setsBefore = this.#setsAt(placesBefore);
    const hasSamePosition = this.#order.keyOf(replaced) === this.#order.keyOf(row);
    for (const [at, rows] of sets.entries()) {
      if (hasSamePosition && rows === setsBefore[at]) {
        rows.replace(replaced, row);
      } else {
        setsBefore[at]?.delete(replaced);
        rows.add(row);
      }
    }
    this.#count(replaced, placesBefore, -1);
    this.#table.kill(replaced);
  }

  /** The sets that contain a row: of all rows, of its state, and of its source. */
  #setsAt({ gone, source, state }: RowPlaces): readonly SortedRows[] {
    const jobs = this.#jobsOf(source);
    return [this.#all, this.#inState(state), gone ? jobs.gone : jobs.present];
  }

  /** Adds or subtracts a row in the counters and in the active jobs. Forgets states and sources without jobs. */
  #count(row: Row, { gone, source, state, terminal }: RowPlaces, step: 1 | -1): void {
    const { active, counts } = this.#jobsOf(source);
    if (step < 0) active.delete(row);
    else if (!gone && !terminal) active.add(row);
    const count = (counts.get(state) ?? 0) + step;
    if (count > 0) counts.set(state, count);
    else counts.delete(state);
    if (step > 0) return;
    if (this.#inState(state).size === 0) this.#byState.delete(state);
    if (counts.size === 0) this.#bySource.delete(source);
  }

  #inState(state: string): SortedRows {
    return getOrCreate(this.#byState, state, () => new SortedRows(this.#order));
  }

  #jobsOf(source: string): SourceJobs {
    return getOrCreate(this.#bySource, source, () => ({
      present: new SortedRows(this.#order),
      gone: new SortedRows(this.#order),
      active: new Set(),
      counts: new Map(),
    }));
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

function getOrCreate<V>(map: Map<string, V>, key: string, create: () => V): V {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const created = create();
  map.set(key, created);
  return created;
}

function* endedOf(records: Iterable<ViewRecord>): Generator<EndedJob | undefined> {
  for (const { id, revision, segment, slot } of records) {
    if (segment.fields.value('terminal', slot) !== true) {
      yield undefined;
      continue;
    }
    const updatedMs = Number(segment.fields.value('updated_time', slot));
    yield { id, source: segment.source(slot).name, revision, updatedMs };
  }
}

function hasFilter(filters: readonly Filter[], path: IndexedPath): boolean {
  return filters.some(({ field }) => field.indexed === path);
}

/** The keys of an index that match every filter on its field. */
function keysOf(index: ReadonlyMap<string, unknown>, path: IndexedPath, filters: readonly Filter[]): string[] {
  const onPath = filters.filter(({ field }) => field.indexed === path);
  return [...index.keys()].filter((key) => onPath.every((filter) => meetsFilter(key, filter)));
}

/**
 * The cost of a merged walk: the number of jobs, times the depth of the merge, which is log2 of the number of sets.
 */
function costOf(sets: readonly SortedRows[]): number {
  return sets.reduce((sum, { size }) => sum + size, 0) * (1 + Math.log2(Math.max(sets.length, 1)));
}
