import { parseJobId } from '@gateway/core';

/** Far more than are ever damaged at the same time, and little memory. */
const MAX_IDS = 100_000;

/** Ids of jobs whose record or last change was skipped because it is damaged, by source; at most 100,000 in all. */
export class DamagedJobs {
  readonly #bySource = new Map<string, Set<string>>();
  #size = 0;

  /** Adds an id; ignores what is no job id. */
  add(id: string): void {
    const source = parseJobId(id)?.source;
    if (source === undefined || this.#size >= MAX_IDS) return;
    const ids = this.#bySource.get(source) ?? new Set();
    if (!ids.has(id)) this.#size += 1;
    this.#bySource.set(source, ids.add(id));
  }

  /** The job has a later version, or was removed. */
  delete(id: string): void {
    if (this.#size === 0) return;
    const source = id.slice(0, id.indexOf('~'));
    const ids = this.#bySource.get(source);
    if (!ids?.delete(id)) return;
    this.#size -= 1;
    if (ids.size === 0) this.#bySource.delete(source);
  }

  /** Replaces all ids. */
  replace(ids: readonly string[]): void {
    this.#bySource.clear();
    this.#size = 0;
    for (const id of ids) this.add(id);
  }

  /** The ids of one source. */
  of(source: string): readonly string[] {
    return [...(this.#bySource.get(source) ?? [])];
  }
}
