/** The live rows of an index in sorted sets: all of them, by state and by source. */

import { type Filter, type IndexedPath, type JobSelection, type JobState, meetsFilter } from '@gateway/core';

import { type RowOrder } from './job-order.js';
import { type Row, segmentOf, type Segments, slotOf } from './row-table.js';
import { SortedRows } from './sorted-rows.js';

/** The number of jobs of one source in one state. */
export interface StateCount {
  readonly values: Readonly<Record<IndexedPath, string>>;
  readonly count: number;
}

/** The rows of one source. */
export interface SourceRows {
  readonly present: SortedRows;
  readonly gone: SortedRows;
  /** The rows that are neither gone nor terminal. */
  readonly active: Set<Row>;
  readonly counts: Map<JobState, number>;
}

/** The values of a row that decide which sets contain it. */
interface RowPlaces {
  readonly source: string;
  readonly state: JobState;
  readonly gone: boolean;
  readonly terminal: boolean;
}

/** Sorted sets of rows, with counters by source and state. Forgets states and sources without rows. */
export class JobSets {
  /** All rows. */
  readonly all: SortedRows;
  readonly #order: RowOrder;
  readonly #segments: () => Segments;
  readonly #byState = new Map<string, SortedRows>();
  readonly #bySource = new Map<string, SourceRows>();

  /** `segments` returns those of the rows. */
  constructor(order: RowOrder, segments: () => Segments) {
    this.#order = order;
    this.#segments = segments;
    this.all = new SortedRows(order);
  }

  /** The names of the sources that have rows. */
  sources(): Iterable<string> {
    return this.#bySource.keys();
  }

  /** The rows of a source; `undefined` if it has none. */
  source(name: string): SourceRows | undefined {
    return this.#bySource.get(name);
  }

  /** Adds a row. */
  add(row: Row): void {
    const places = this.#placesOf(row);
    for (const rows of this.#setsAt(places)) rows.add(row);
    this.#count(row, places, 1);
  }

  /** Adds a row that comes after all others in the order; faster than `add`. */
  append(row: Row): void {
    const places = this.#placesOf(row);
    for (const rows of this.#setsAt(places)) rows.append(row);
    this.#count(row, places, 1);
  }

  /** Removes a row. */
  delete(row: Row): void {
    const places = this.#placesOf(row);
    for (const rows of this.#setsAt(places)) rows.delete(row);
    this.#count(row, places, -1);
  }

  /** Puts a row in the place of another row of the same job. */
  replace(replaced: Row, row: Row): void {
    const [placesBefore, places] = [this.#placesOf(replaced), this.#placesOf(row)];
    const [setsBefore, sets] = [this.#setsAt(placesBefore), this.#setsAt(places)];
    const hasSamePosition = this.#order.keyOf(replaced) === this.#order.keyOf(row);
    for (const [at, rows] of sets.entries()) {
      if (hasSamePosition && rows === setsBefore[at]) {
        rows.replace(replaced, row);
      } else {
        setsBefore[at]?.delete(replaced);
        rows.add(row);
      }
    }
    this.#count(row, places, 1);
    this.#count(replaced, placesBefore, -1);
  }

  /** Disjoint sets that contain every match of some filters: those that cost the least to walk. */
  smallestFor(filters: readonly Filter[]): readonly SortedRows[] {
    const choices: SortedRows[][] = [[this.all]];
    if (hasFilter(filters, 'state'))
      choices.push(keysOf(this.#byState, 'state', filters).flatMap((key) => this.#byState.get(key) ?? []));
    if (hasFilter(filters, 'source.name'))
      choices.push(
        keysOf(this.#bySource, 'source.name', filters).flatMap((key) => {
          const { gone, present } = this.#bySource.get(key) as SourceRows;
          return [present, gone].filter(({ size }) => size > 0);
        }),
      );
    return choices.reduce((least, choice) => (costOf(choice) < costOf(least) ? choice : least));
  }

  /** Counts of the matches by state and source, from the counters; `undefined` if the rows must be examined. */
  stateCounts({ filters, search }: JobSelection): readonly StateCount[] | undefined {
    if (search !== undefined || !filters.every(({ field }) => field.indexed)) return undefined;
    const states = new Set(keysOf(this.#byState, 'state', filters));
    return keysOf(this.#bySource, 'source.name', filters).flatMap((source) =>
      [...(this.#bySource.get(source)?.counts ?? [])]
        .filter(([state]) => states.has(state))
        .map(([state, count]) => ({ values: { state, 'source.name': source }, count })),
    );
  }

  #placesOf(row: Row): RowPlaces {
    const segment = segmentOf(this.#segments(), row);
    const value = (path: string): unknown => segment.fields.value(path, slotOf(row));
    return {
      source: segment.source(slotOf(row)).name,
      state: value('state') as JobState,
      gone: Boolean(value('gone')),
      terminal: Boolean(value('terminal')),
    };
  }

  /** The sets that contain a row: of all rows, of its state, and of its source. */
  #setsAt({ gone, source, state }: RowPlaces): readonly SortedRows[] {
    const rows = this.#rowsOf(source);
    return [this.all, this.#inState(state), gone ? rows.gone : rows.present];
  }

  /** Adds or subtracts a row in the counters and in the active rows. */
  #count(row: Row, { gone, source, state, terminal }: RowPlaces, step: 1 | -1): void {
    const { active, counts } = this.#rowsOf(source);
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

  #rowsOf(source: string): SourceRows {
    return getOrCreate(this.#bySource, source, () => ({
      present: new SortedRows(this.#order),
      gone: new SortedRows(this.#order),
      active: new Set(),
      counts: new Map(),
    }));
  }
}

function getOrCreate<V>(map: Map<string, V>, key: string, create: () => V): V {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const created = create();
  map.set(key, created);
  return created;
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
