import {
  compareRevisions,
  type EndedJob,
  type Filter,
  formatJobId,
  type IndexedPath,
  type JobSelection,
  type JobState,
  type StateCounts,
  type StoredJob,
} from '@gateway/core';

import { meetsFilter } from '../query/matches.js';
import { compareJobs, type IndexedJob, type JobTree, newJobTree, walkBackwards } from './job-order.js';

/** The number of jobs of one source in one state. */
export interface StateCount {
  readonly values: Readonly<Record<IndexedPath, string>>;
  readonly count: number;
}

/**
 * The jobs by id, in ordered trees (all, by state, by source), with counters, and the sets of present and active jobs.
 */
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

  /** True if the index has no record of the job, or an older one. */
  isNewer({ id, revision }: Pick<StoredJob, 'id' | 'revision'>): boolean {
    const current = this.#jobs.get(id);
    return current === undefined || compareRevisions(revision, current.revision) > 0;
  }

  /** Every job with this native id: one lookup per source that has jobs. */
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

  /** The number of jobs of a source that are not `gone`. */
  presentCount(source: string): number {
    return this.#present.get(source)?.size ?? 0;
  }

  /** As `oldestFirst`, only the terminal jobs. */
  *endedOldestFirst(): Generator<EndedJob> {
    for (const { job, revision } of this.oldestFirst()) {
      if (!job.terminal) continue;
      yield { id: job.id, source: job.source.name, revision, updatedMs: Date.parse(job.updated_time) };
    }
  }

  /** All jobs in the index at the time of the call, oldest `created_time` first. */
  oldestFirst(): Iterable<IndexedJob> {
    return walkBackwards(this.#all.clone());
  }

  /** The jobs of a source that are neither `gone` nor terminal. */
  active(source: string): Iterable<IndexedJob> {
    return this.#active.get(source) ?? [];
  }

  counts(source: string): StateCounts {
    return Object.fromEntries(this.#counts.get(source) ?? []);
  }

  /** Adds a job, or replaces its record. */
  put(entry: IndexedJob): void {
    const { job } = entry;
    this.#removeReplaced(entry);
    this.#jobs.set(job.id, entry);
    this.#all.set(entry, entry);
    getOrCreate(this.#byState, job.state, newJobTree).set(entry, entry);
    getOrCreate(this.#bySource, job.source.name, newJobTree).set(entry, entry);
    this.#count(entry, 1);
    if (!job.gone) getOrCreate(this.#present, job.source.name, () => new Set<IndexedJob>()).add(entry);
    if (!job.gone && !job.terminal) getOrCreate(this.#active, job.source.name, () => new Set<IndexedJob>()).add(entry);
  }

  /** Removes a job; does nothing if the index does not have it. */
  remove(id: string): void {
    const entry = this.#jobs.get(id);
    if (entry === undefined) return;
    this.#jobs.delete(id);
    this.#all.delete(entry);
    removeFrom(this.#byState, entry.job.state, entry);
    removeFrom(this.#bySource, entry.job.source.name, entry);
    this.#count(entry, -1);
    this.#removeFromSets(entry);
  }

  /**
   * The disjoint trees that contain every match and cost the least to walk. They are clones: later changes of the
   * index do not affect them.
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

  /** Counts of the matches by state and source, from the counters; `undefined` if the jobs must be examined. */
  stateCounts({ filters, search }: JobSelection): readonly StateCount[] | undefined {
    if (search !== undefined || !filters.every(({ field }) => field.indexed)) return undefined;
    const states = new Set(keysOf(this.#byState, 'state', filters));
    return keysOf(this.#counts, 'source.name', filters).flatMap((source) =>
      [...(this.#counts.get(source) ?? [])]
        .filter(([state]) => states.has(state))
        .map(([state, count]) => ({ values: { state, 'source.name': source }, count })),
    );
  }

  /**
   * Removes the record that `entry` replaces, except from trees in which `entry` has the same position and overwrites
   * it.
   */
  #removeReplaced(entry: IndexedJob): void {
    const { job } = entry;
    const current = this.#jobs.get(job.id);
    if (current === undefined) return;
    if (compareJobs(current, entry) !== 0) {
      this.remove(job.id);
      return;
    }
    if (current.job.state !== job.state) removeFrom(this.#byState, current.job.state, current);
    this.#count(current, -1);
    this.#removeFromSets(current);
  }

  #removeFromSets(entry: IndexedJob): void {
    this.#present.get(entry.job.source.name)?.delete(entry);
    this.#active.get(entry.job.source.name)?.delete(entry);
  }

  #count({ job }: IndexedJob, step: 1 | -1): void {
    const counts = getOrCreate(this.#counts, job.source.name, () => new Map<JobState, number>());
    const count = (counts.get(job.state) ?? 0) + step;
    if (count === 0) counts.delete(job.state);
    else counts.set(job.state, count);
  }
}

function getOrCreate<V>(map: Map<string, V>, key: string, create: () => V): V {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const created = create();
  map.set(key, created);
  return created;
}

function removeFrom(trees: Map<string, JobTree>, key: string, entry: IndexedJob): void {
  const tree = trees.get(key);
  tree?.delete(entry);
  if (tree?.isEmpty) trees.delete(key);
}

/** The keys of an index that match every filter on its field. */
function keysOf(index: ReadonlyMap<string, unknown>, path: IndexedPath, filters: readonly Filter[]): string[] {
  const onPath = filters.filter(({ field }) => field.indexed === path);
  return [...index.keys()].filter((key) => onPath.every((filter) => meetsFilter(key, filter)));
}

function treesOf(trees: ReadonlyMap<string, JobTree>, path: IndexedPath, filters: readonly Filter[]): JobTree[] {
  return keysOf(trees, path, filters).flatMap((key) => trees.get(key) ?? []);
}

/**
 * The cost of a merged walk: the number of jobs, times the depth of the merge, which is log2 of the number of trees.
 */
function costOf(trees: readonly JobTree[]): number {
  return trees.reduce((sum, { size }) => sum + size, 0) * (1 + Math.log2(Math.max(trees.length, 1)));
}
