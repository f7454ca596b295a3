/** The live rows of an index in sorted sets: all of them, by state and by source. */

import {
  type Filter,
  type IndexedPath,
  type JobSelection,
  type JobState,
  meetsFilter,
  type SourceScope,
} from '@gateway/core';

import { type RowOrder } from './job-order.js';
import { type Row, segmentOf, type Segments, slotOf } from './row-table.js';
import { costOf, costOfSets, leastOf } from './set-cost.js';
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

/** The rows of one source, with its name. */
export interface NamedRows {
  readonly source: string;
  readonly rows: SourceRows;
}

/** Sources that have rows, until one gets its first row or loses its last one. */
interface KnownSources {
  readonly version: number;
  readonly sources: readonly NamedRows[];
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
  /** Increases when a source gets its first row or loses its last one. */
  #version = 0;
  #allSources: KnownSources = { version: 0, sources: [] };
  readonly #sourcesOfScope = new WeakMap<SourceScope, KnownSources>();

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

  /**
   * The sources that have rows and are in the scope; without a scope, all of them. Kept until a source gets its first
   * row or loses its last one.
   */
  sourcesIn(scope: SourceScope | undefined): readonly NamedRows[] {
    const known = scope === undefined ? this.#allSources : this.#sourcesOfScope.get(scope);
    if (known?.version === this.#version) return known.sources;
    const names = scope === undefined ? this.#bySource.keys() : scope.sources;
    const sources: NamedRows[] = [];
    for (const source of names) {
      const rows = this.#bySource.get(source);
      if (rows) sources.push({ source, rows });
    }
    const made = { version: this.#version, sources };
    if (scope === undefined) this.#allSources = made;
    else this.#sourcesOfScope.set(scope, made);
    return sources;
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

  /** Disjoint sets that contain every match of a selection: those that cost the least to walk. */
  smallestFor({ filters, scope }: JobSelection): readonly SortedRows[] {
    const choices: (readonly SortedRows[])[] = [[this.all]];
    if (hasFilter(filters, 'state'))
      choices.push(this.#statesFor(filters).flatMap((key) => this.#byState.get(key) ?? []));
    const least = leastOf(choices);
    if (scope === undefined && !hasFilter(filters, 'source.name')) return least;
    const sources = this.#sourcesFor(filters, scope);
    const lowestCost = costOf(
      sources.reduce((sum, { rows }) => sum + sizeOf(rows), 0),
      sources.length,
    );
    return lowestCost < costOfSets(least) ? leastOf([least, sources.flatMap(({ rows }) => setsOf(rows))]) : least;
  }

  /** Counts of the matches by state and source, from the counters; `undefined` if the rows must be examined. */
  stateCounts({ filters, scope, search }: JobSelection): readonly StateCount[] | undefined {
    if (search !== undefined || !filters.every(({ field }) => field.indexed)) return undefined;
    const states = new Set(this.#statesFor(filters));
    return this.#sourcesFor(filters, scope).flatMap(({ rows, source }) =>
      [...rows.counts]
        .filter(([state]) => states.has(state))
        .map(([state, count]) => ({ values: { state, 'source.name': source }, count })),
    );
  }

  /** The states with rows that match every filter on the state. */
  #statesFor(filters: readonly Filter[]): readonly string[] {
    const onState = filters.filter(({ field }) => field.indexed === 'state');
    return [...this.#byState.keys()].filter((state) => onState.every((filter) => meetsFilter(state, filter)));
  }

  /** The sources with rows that are in the scope and match every filter on the name. */
  #sourcesFor(filters: readonly Filter[], scope: SourceScope | undefined): readonly NamedRows[] {
    const sources = this.sourcesIn(scope);
    const onName = filters.filter(({ field }) => field.indexed === 'source.name');
    if (onName.length === 0) return sources;
    return sources.filter(({ source }) => onName.every((filter) => meetsFilter(source, filter)));
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
    if (counts.size > 0) return;
    this.#bySource.delete(source);
    this.#version += 1;
  }

  #inState(state: string): SortedRows {
    return getOrCreate(this.#byState, state, () => new SortedRows(this.#order));
  }

  #rowsOf(source: string): SourceRows {
    return getOrCreate(this.#bySource, source, () => {
      this.#version += 1;
      return {
        present: new SortedRows(this.#order),
        gone: new SortedRows(this.#order),
        active: new Set(),
        counts: new Map(),
      };
    });
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

function sizeOf({ gone, present }: SourceRows): number {
  return present.size + gone.size;
}

function setsOf({ gone, present }: SourceRows): readonly SortedRows[] {
  return [present, gone].filter(({ size }) => size > 0);
}
