import {
  type Filter,
  formatJobId,
  type IndexedPath,
  type JobSelection,
  type JobState,
  type StateCounts,
} from '@gateway/core';

import { meetsFilter } from '../query/matches.js';
import { compareJobs, type JobTree, newJobTree, type IndexedJob, walkBackwards } from './job-order.js';

/** How many jobs there are of one state on one source. */
export interface StateCount {
  readonly values: Readonly<Record<IndexedPath, string>>;
  readonly count: number;
}

/** Jobs by id, ordered trees of them (all, by state, by source), counters, and the jobs the backends still have. */
export class JobIndex {
  readonly #jobs = new Map<string, IndexedJob>();
  readonly #all = newJobTree();
  readonly #byState = new Map<string, JobTree>();
  readonly #bySource = new Map<string, JobTree>();
  readonly #counts = new Map<string, Map<JobState, number>>();
  readonly #present = new Map<string, Set<IndexedJob>>();
  readonly #active = new Map<string, Set<IndexedJob>>();

  get size(): number {
    return this.#jobs.size;
  }

  get(id: string): IndexedJob | undefined {
    return this.#jobs.get(id);
  }

  /** Every job that bears this native id; asks once per source that has jobs. */
  byNativeId(nativeId: string): IndexedJob[] {
    return [...this.#bySource.keys()].flatMap((source) => this.#jobs.get(formatJobId(source, nativeId)) ?? []);
  }

  /** The sources that have jobs. */
  sources(): Iterable<string> {
    return this.#bySource.keys();
  }

  /** The jobs of a source that are not `gone`. */
  present(source: string): Iterable<IndexedJob> {
    return this.#present.get(source) ?? [];
  }

  /** All jobs held at the call, the last in the order first. */
  oldestFirst(): Iterable<IndexedJob> {
    return walkBackwards(this.#all.clone());
  }

  /** Of these, the jobs that are not terminal. */
  active(source: string): Iterable<IndexedJob> {
    return this.#active.get(source) ?? [];
  }

  counts(source: string): StateCounts {
    return Object.fromEntries(this.#counts.get(source) ?? []);
  }

  /** Puts a job in the place of whatever was held under its id. */
  put(entry: IndexedJob): void {
    const { job } = entry;
    this.#vacate(entry);
    this.#jobs.set(job.id, entry);
    this.#all.set(entry, entry);
    obtain(this.#byState, job.state, newJobTree).set(entry, entry);
    obtain(this.#bySource, job.source.name, newJobTree).set(entry, entry);
    this.#count(entry, 1);
    if (!job.gone) obtain(this.#present, job.source.name, () => new Set<IndexedJob>()).add(entry);
    if (!job.gone && !job.terminal) obtain(this.#active, job.source.name, () => new Set<IndexedJob>()).add(entry);
  }

  /** Forgets a job; does nothing when it is not held. */
  remove(id: string): void {
    const entry = this.#jobs.get(id);
    if (entry === undefined) return;
    this.#jobs.delete(id);
    this.#all.delete(entry);
    removeFrom(this.#byState, entry.job.state, entry);
    removeFrom(this.#bySource, entry.job.source.name, entry);
    this.#count(entry, -1);
    this.#forget(entry);
  }

  /**
   * Disjoint trees that hold every match, those that are walked soonest. They are clones: later changes of the index do
   * not show in them.
   */
  candidates(filters: readonly Filter[]): readonly JobTree[] {
    const choices: JobTree[][] = [[this.#all]];
    for (const [path, trees] of [
      ['state', this.#byState],
      ['source.name', this.#bySource],
    ] as const) {
      if (filters.some(({ field }) => field.indexed === path)) choices.push(treesOf(trees, path, filters));
    }
    const best = choices.reduce((least, choice) => (costOf(choice) < costOf(least) ? choice : least));
    return best.map((tree) => tree.clone());
  }

  /** The matches by state and source from the counters, or `undefined` when only a look at the jobs can tell. */
  stateCounts({ filters, search }: JobSelection): readonly StateCount[] | undefined {
    if (search !== undefined || !filters.every(({ field }) => field.indexed)) return undefined;
    const states = new Set(keysOf(this.#byState, 'state', filters));
    return keysOf(this.#counts, 'source.name', filters).flatMap((source) =>
      [...(this.#counts.get(source) ?? [])]
        .filter(([state]) => states.has(state))
        .map(([state, count]) => ({ values: { state, 'source.name': source }, count })),
    );
  }

  /** Takes out what a job's record leaves behind; where its place in a tree stays the same the tree replaces it itself. */
  #vacate(entry: IndexedJob): void {
    const { job } = entry;
    const held = this.#jobs.get(job.id);
    if (held === undefined) return;
    if (compareJobs(held, entry) !== 0) {
      this.remove(job.id);
      return;
    }
    if (held.job.state !== job.state) removeFrom(this.#byState, held.job.state, held);
    this.#count(held, -1);
    this.#forget(held);
  }

  #forget(entry: IndexedJob): void {
    this.#present.get(entry.job.source.name)?.delete(entry);
    this.#active.get(entry.job.source.name)?.delete(entry);
  }

  #count({ job }: IndexedJob, step: 1 | -1): void {
    const counts = obtain(this.#counts, job.source.name, () => new Map<JobState, number>());
    const count = (counts.get(job.state) ?? 0) + step;
    if (count === 0) counts.delete(job.state);
    else counts.set(job.state, count);
  }
}

function obtain<V>(map: Map<string, V>, key: string, create: () => V): V {
  const held = map.get(key);
  if (held !== undefined) return held;
  const created = create();
  map.set(key, created);
  return created;
}

function removeFrom(trees: Map<string, JobTree>, key: string, entry: IndexedJob): void {
  const tree = trees.get(key);
  tree?.delete(entry);
  if (tree?.isEmpty) trees.delete(key);
}

/** The keys of an index that meet every filter on its field. */
function keysOf(index: ReadonlyMap<string, unknown>, path: IndexedPath, filters: readonly Filter[]): string[] {
  const own = filters.filter(({ field }) => field.indexed === path);
  return [...index.keys()].filter((key) => own.every((filter) => meetsFilter(key, filter)));
}

function treesOf(trees: ReadonlyMap<string, JobTree>, path: IndexedPath, filters: readonly Filter[]): JobTree[] {
  return keysOf(trees, path, filters).flatMap((key) => trees.get(key) ?? []);
}

/** What a walk through all of them costs: each job passes a merge of as many levels as double the trees to their number. */
function costOf(trees: readonly JobTree[]): number {
  return trees.reduce((sum, { size }) => sum + size, 0) * (1 + Math.log2(Math.max(trees.length, 1)));
}
