import { request } from '../api/client';
import { groupValue, type JobSummary } from '../api/summary';
import { Store } from '../live/store';
import { withoutField } from './facets';
import { type Filter } from './filter-text';
import { toQueryText } from './list-query';

const INTERVAL_MS = 5_000;
const SLOW_MS = 500;
const LONGEST_MS = 20_000;
const NOT_MODIFIED = 304;

/** The fields that have a facet. */
const FACET_FIELDS = ['state', 'source.name'] as const;
/** A field that has a facet. */
export type FacetField = (typeof FACET_FIELDS)[number];

/** The number of jobs by value, for each facet. */
export interface FacetCounts {
  readonly byField: ReadonlyMap<FacetField, ReadonlyMap<string, number>>;
  /** True if the last request for them failed. */
  readonly isOld: boolean;
}

/** The counts before the first answer. */
export const NO_COUNTS: FacetCounts = { byField: new Map(), isOld: false };

/**
 * Counts the jobs of a filter by state and source, each without the facet's own term. It counts again while there are
 * changes: every five seconds at most, more rarely if an answer is slow, and never before the last answer has come.
 */
export class Counts {
  readonly counts = new Store(NO_COUNTS);
  readonly #abort = new AbortController();
  readonly #tags = new Map<FacetField, string>();
  #interval = INTERVAL_MS;
  #seenChanges = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly filter: Filter,
    private readonly changes: () => number,
  ) {
    void this.#turn();
  }

  /** Ends the counting. */
  stop(): void {
    this.#abort.abort();
    clearTimeout(this.#timer);
  }

  async #turn(): Promise<void> {
    const changes = this.changes();
    if (changes !== this.#seenChanges && !document.hidden) {
      const began = performance.now();
      const isCounted = await this.#count();
      if (isCounted) this.#seenChanges = changes;
      const isSlow = performance.now() - began > SLOW_MS || !isCounted;
      this.#interval = isSlow ? Math.min(this.#interval * 2, LONGEST_MS) : INTERVAL_MS;
    }
    if (!this.#abort.signal.aborted) this.#timer = setTimeout(() => void this.#turn(), this.#interval);
  }

  /** Returns false if a request failed: the old counts stay, and are marked. */
  async #count(): Promise<boolean> {
    try {
      for (const field of FACET_FIELDS) await this.#countField(field);
      this.#mark(false);
      return true;
    } catch {
      if (!this.#abort.signal.aborted) this.#mark(true);
      return false;
    }
  }

  #mark(isOld: boolean): void {
    const counts = this.counts.get();
    if (counts.isOld !== isOld) this.counts.set({ ...counts, isOld });
  }

  async #countField(field: FacetField): Promise<void> {
    const parameters = toQueryText([...withoutField(this.filter, field), ['group_by', field]]);
    const tag = this.#tags.get(field);
    const { data, headers, status } = await request<JobSummary>(`/api/jobs/summary?${parameters}`, {
      signal: this.#abort.signal,
      headers: tag === undefined ? {} : { 'If-None-Match': tag },
    });
    if (status === NOT_MODIFIED) return;
    const byValue = new Map(data.groups.map((group) => [groupValue(group, field) ?? '', group.count]));
    this.#tags.set(field, headers.get('etag') ?? '');
    const { byField, isOld } = this.counts.get();
    this.counts.set({ byField: new Map(byField).set(field, byValue), isOld });
  }
}
