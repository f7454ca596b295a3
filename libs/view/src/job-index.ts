import { formatJobId, type JobQuery, type JobState, type StateCounts } from '@gateway/core';
import { compareJobs, type JobTree, newJobTree, type PlacedJob, walkBackwards } from './job-order.js';

/** Fields whose values each have a counter: a question about these alone is counted without a look at any job. */
const COUNTED_FIELDS: ReadonlySet<string> = new Set<keyof JobQuery['filters']>(['state', 'source.name']);

/** Jobs by id, ordered trees of them (all, by state, by source), counters, and the jobs the backends still have. */
export class JobIndex {
  readonly #jobs = new Map<string, PlacedJob>();
  readonly #all = newJobTree();
  readonly #byState = new Map<string, JobTree>();
  readonly #bySource = new Map<string, JobTree>();
  readonly #counts = new Map<string, Map<JobState, number>>();
  readonly #present = new Map<string, Set<PlacedJob>>();
  readonly #active = new Map<string, Set<PlacedJob>>();

  get size(): number {
    return this.#jobs.size;
  }

  get(id: string): PlacedJob | undefined {
    return this.#jobs.get(id);
  }

  /** Every job that bears this native id; asks once per source that has jobs. */
  byNativeId(nativeId: string): PlacedJob[] {
    return [...this.#bySource.keys()].flatMap((source) => this.#jobs.get(formatJobId(source, nativeId)) ?? []);
  }

  /** The jobs of a source that are not `gone`. */
  present(source: string): Iterable<PlacedJob> {
    return this.#present.get(source) ?? [];
  }

  /** All jobs held at the call, the last in the order first. */
  oldestFirst(): Iterable<PlacedJob> {
    return walkBackwards(this.#all.clone());
  }

  /** Of these, the jobs that are not terminal. */
  active(source: string): Iterable<PlacedJob> {
    return this.#active.get(source) ?? [];
  }

  counts(source: string): StateCounts {
    return Object.fromEntries(this.#counts.get(source) ?? []);
  }

  /** Puts a job in the place of whatever was held under its id. */
  put(entry: PlacedJob): void {
    const { job } = entry;
    this.#vacate(entry);
    this.#jobs.set(job.id, entry);
    this.#all.set(entry, entry);
    obtain(this.#byState, job.state, newJobTree).set(entry, entry);
    obtain(this.#bySource, job.source.name, newJobTree).set(entry, entry);
    this.#count(entry, 1);
    if (!job.gone) obtain(this.#present, job.source.name, () => new Set<PlacedJob>()).add(entry);
    if (!job.gone && !job.terminal) obtain(this.#active, job.source.name, () => new Set<PlacedJob>()).add(entry);
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
   * The smallest set of disjoint trees that hold every match. They are clones: later changes of the index do not show
   * in them.
   */
  candidates({ state, 'source.name': source }: JobQuery['filters']): readonly JobTree[] {
    const choices: JobTree[][] = [[this.#all]];
    if (state) choices.push(treesOf(this.#byState, state));
    if (source) choices.push(treesOf(this.#bySource, source));
    const smallest = choices.reduce((best, choice) => (sizeOf(choice) < sizeOf(best) ? choice : best));
    return smallest.map((tree) => tree.clone());
  }

  /** Exact number of matches from the counters, or `undefined` when only a walk can tell. */
  count(filters: JobQuery['filters']): number | undefined {
    if (!Object.keys(filters).every((field) => COUNTED_FIELDS.has(field))) return undefined;
    const { state: states, 'source.name': sources } = filters;
    let total = 0;
    for (const [source, counts] of this.#counts) {
      if (sources && !sources.includes(source)) continue;
      for (const [state, count] of counts) if (!states || states.includes(state)) total += count;
    }
    return total;
  }

  /** Takes out what a job's record leaves behind; where its place in a tree stays the same the tree replaces it itself. */
  #vacate(entry: PlacedJob): void {
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

  #forget(entry: PlacedJob): void {
    this.#present.get(entry.job.source.name)?.delete(entry);
    this.#active.get(entry.job.source.name)?.delete(entry);
  }

  #count({ job }: PlacedJob, step: 1 | -1): void {
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

function removeFrom(trees: Map<string, JobTree>, key: string, entry: PlacedJob): void {
  const tree = trees.get(key);
  tree?.delete(entry);
  if (tree?.isEmpty) trees.delete(key);
}

function treesOf(trees: ReadonlyMap<string, JobTree>, keys: readonly string[]): JobTree[] {
  return [...new Set(keys)].flatMap((key) => trees.get(key) ?? []);
}

function sizeOf(trees: readonly JobTree[]): number {
  return trees.reduce((sum, tree) => sum + tree.size, 0);
}
