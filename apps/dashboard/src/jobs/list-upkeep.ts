import { get } from '../api/client';
import { type Gap, type JobList, type StaleSource } from '../api/types';
import { type Filter } from './filter-text';
import { type JobRow, ROW_FIELDS } from './job-row';
import { toQueryText } from './list-query';
import { idFilter, MOST_IDS } from './selection';

const EVERY_MS = 5_000;
/** Jobs often end together: they are read with one request. */
const GATHER_MS = 500;
/** A request that takes this part of the time between two is made more rarely. */
const MOST_BUSY = 0.1;

/** What a list says about its data, apart from its rows. */
export interface ListFacts {
  /** The exact number of matches. */
  readonly total: number;
  readonly stale: readonly StaleSource[];
  readonly gaps: readonly Gap[];
}

/** The facts of a list. */
export function factsOf({ gaps, stale_sources: stale, total_records: total }: JobList): ListFacts {
  return { gaps, stale, total };
}

/** What is kept up to date, and for whom. */
export interface UpkeepOptions {
  readonly filter: Filter;
  /** The rows that do not match any more and were active: the stream reports nothing of them. */
  leftIds(): readonly string[];
  /** Takes those of the requested jobs that still exist. */
  onLeft(ids: readonly string[], jobs: readonly JobRow[]): void;
  onFacts(facts: ListFacts): void;
}

/**
 * Reads every five seconds what the stream of a list does not report: which sources are late, the gaps, the number of
 * matches, and the jobs of rows that have left the list. A failed request leaves all as it is: the stream shows the loss.
 */
export class ListUpkeep {
  readonly #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBusy = false;

  constructor(private readonly options: UpkeepOptions) {
    this.#schedule(EVERY_MS);
  }

  /** Reads the rows that have just left the list. */
  rowsLeft(): void {
    if (!this.#isBusy) this.#schedule(GATHER_MS);
  }

  /** Ends the requests. */
  stop(): void {
    this.#abort.abort();
    clearTimeout(this.#timer);
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    if (!this.#abort.signal.aborted) this.#timer = setTimeout(() => void this.#turn(), delay);
  }

  async #turn(): Promise<void> {
    const began = performance.now();
    this.#isBusy = true;
    if (!document.hidden) {
      await this.#readLeft().catch(() => undefined);
      await this.#readFacts().catch(() => undefined);
    }
    this.#isBusy = false;
    this.#schedule(Math.max(EVERY_MS, (performance.now() - began) / MOST_BUSY));
  }

  async #readLeft(): Promise<void> {
    const ids = this.options.leftIds().slice(0, MOST_IDS);
    if (ids.length === 0) return;
    const query = toQueryText([
      ['id', idFilter(ids)],
      ['max_records', String(MOST_IDS)],
    ]);
    const { records = [] } = await get<JobList>(`/api/jobs?${query}&fields=${ROW_FIELDS}`, this.#abort.signal);
    this.options.onLeft(ids, records as readonly JobRow[]);
  }

  async #readFacts(): Promise<void> {
    const query = toQueryText([...this.options.filter, ['return_records', 'false']]);
    const facts = factsOf(await get<JobList>(`/api/jobs?${query}`, this.#abort.signal));
    if (!this.#abort.signal.aborted) this.options.onFacts(facts);
  }
}
