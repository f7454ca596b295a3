import { get } from '../api/client';
import { type Gap, type JobList, type StaleSource } from '../api/types';
import { backOff } from '../live/back-off';
import { reportJobChange } from '../live/connection';
import { EventStream } from '../live/event-stream';
import { Store } from '../live/store';
import { type StreamEvent } from '../live/stream-reader';
import { type JobRow, ROW_FIELDS } from './job-row';
import { formatQuery, hasRelativeTime, type ListQuery } from './list-query';
import { factsOf, type ListFacts, ListUpkeep } from './list-upkeep';
import { type ListPage, LiveWindow, PAGE_SIZE, type WindowRow } from './live-window';

const RENDER_MS = 250;
const RELATIVE_MS = 300_000;

/** What is shown of a list. */
export interface ListView {
  readonly rows: readonly WindowRow[];
  /** The exact number of matches when they were last counted. */
  readonly total: number;
  /** The number of matches before the first row. */
  readonly offset: number;
  readonly newCount: number;
  readonly leftCount: number;
  readonly isSortStale: boolean;
  readonly hasMore: boolean;
  readonly hasPrevious: boolean;
  readonly stale: readonly StaleSource[];
  readonly gaps: readonly Gap[];
  /** How many rows changed when the list was loaded again after a break. */
  readonly changedAfterBreak: number | undefined;
  /** The last request for a page failed; the rows are the old ones. */
  readonly error: unknown;
  /** The number of changes that the stream has brought, for those who count again. */
  readonly changes: number;
}

/** A list that follows its stream. Its view changes at most every 250 ms. */
export class JobsList {
  readonly view: Store<ListView>;
  readonly #window: LiveWindow;
  #list: JobList;
  #facts: ListFacts;
  #upkeep: ListUpkeep | undefined;
  #stream: EventStream | undefined;
  #error: unknown;
  #changedAfterBreak: number | undefined;
  #changes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #relative: ReturnType<typeof setInterval> | undefined;
  #loading: AbortController | undefined;
  #isStopped = false;

  private constructor(
    readonly query: ListQuery,
    first: JobList,
  ) {
    this.#list = first;
    this.#facts = factsOf(first);
    this.#window = new LiveWindow(query.orderBy);
    this.#window.reset(pageOf(first, undefined));
    this.view = new Store(this.#look());
  }

  /** Loads the first page of a query. Rejects if the query is not valid, or the gateway is away. */
  static async load(query: ListQuery, signal: AbortSignal): Promise<JobsList> {
    return new JobsList(query, await get<JobList>(firstPath(query, PAGE_SIZE), signal));
  }

  /** Begins to follow the changes. */
  follow(): void {
    this.#connect(this.#list.revision);
    this.#upkeep = new ListUpkeep({
      filter: this.query.filter,
      leftIds: () => this.#window.leftIds,
      onLeft: (ids, jobs) => {
        this.#window.updateLeft(ids, jobs);
        this.#renderSoon();
      },
      onFacts: (facts) => this.#takeFacts(facts),
    });
    if (hasRelativeTime(this.query)) this.#relative = setInterval(() => void this.#reload(), RELATIVE_MS);
  }

  /** Ends the stream and all requests. */
  stop(): void {
    this.#isStopped = true;
    this.#stream?.stop();
    this.#upkeep?.stop();
    this.#loading?.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    clearInterval(this.#relative);
  }

  /** Loads the list again, so that new jobs are in it and those that left are not: all loaded rows, or the first page. */
  async show(rows: 'all' | 'first-page'): Promise<void> {
    const size = rows === 'all' ? this.#window.size : PAGE_SIZE;
    await this.#load(firstPath(this.query, size), (list) => {
      this.#takeList(list);
      this.#changedAfterBreak = undefined;
      this.#window.reset(pageOf(list, undefined));
    });
  }

  /** Loads the page after the window. */
  async more(): Promise<void> {
    const start = this.#window.next;
    if (start !== undefined) await this.#load(start, (list) => this.#window.append(pageOf(list, start)));
  }

  /** Loads the page before the window, which was dropped. */
  async previous(): Promise<void> {
    const page = this.#window.previous;
    if (!page) return;
    const path = page.start ?? firstPath(this.query, page.size);
    await this.#load(path, (list) => this.#window.prepend(pageOf(list, page.start)));
  }

  /** One page at a time: a request that begins while another one runs is left out. */
  async #load(path: string, take: (list: JobList) => void): Promise<void> {
    if (this.#loading || this.#isStopped) return;
    this.#loading = new AbortController();
    try {
      take(await get<JobList>(path, this.#loading.signal));
      this.#error = undefined;
    } catch (error) {
      if (this.#isStopped) return;
      this.#error = error;
    } finally {
      this.#loading = undefined;
    }
    if (!this.#isStopped) this.view.set(this.#look());
  }

  #connect(after: string): void {
    if (this.#isStopped) return;
    this.#stream?.stop();
    const filter = formatQuery({ filter: this.query.filter });
    const parameters = filter === '' ? '' : `${filter}&`;
    this.#stream = new EventStream(after, {
      path: (revision) => `/api/jobs/watch?${parameters}fields=${ROW_FIELDS}&after=${revision}`,
      onEvents: (events) => this.#take(events),
      onRelist: () => void this.#relist(),
      onError: (error) => {
        this.#error = error;
        this.view.set(this.#look());
      },
    });
  }

  async #relist(): Promise<void> {
    this.#loading?.abort();
    this.#loading = undefined;
    await this.#reload();
  }

  /** Loads the list again and follows it from there; repeats this while the gateway cannot be reached. */
  async #reload(failures = 0): Promise<void> {
    await this.#load(firstPath(this.query, this.#window.size), (list) => {
      this.#takeList(list);
      this.#changedAfterBreak = this.#window.reset(pageOf(list, undefined));
    });
    if (this.#error === undefined) this.#connect(this.#list.revision);
    else this.#retry = setTimeout(() => void this.#reload(failures + 1), backOff(failures + 1));
  }

  #take(events: readonly StreamEvent[]): void {
    for (const { event, id, data } of events) {
      if (id === undefined || data === '') continue;
      const job = JSON.parse(data) as JobRow;
      const change =
        event === 'removed'
          ? ({ type: event, revision: id, id: job.id } as const)
          : ({ type: event === 'added' ? 'added' : 'modified', revision: id, job } as const);
      this.#changes++;
      this.#window.apply(change);
      reportJobChange(job.id);
    }
    if (events.some(({ event }) => event === 'removed')) this.#upkeep?.rowsLeft();
    if (events.some(({ data }) => data !== '')) this.#renderSoon();
  }

  #takeList(list: JobList): void {
    this.#list = list;
    this.#facts = factsOf(list);
  }

  /** Equal facts stay the same object, so that nothing is rendered for them. */
  #takeFacts(facts: ListFacts): void {
    if (JSON.stringify(facts) === JSON.stringify(this.#facts)) return;
    this.#facts = facts;
    this.#renderSoon();
  }

  #renderSoon(): void {
    if (!this.#isStopped) this.#timer ??= setTimeout(() => this.#render(), RENDER_MS);
  }

  #render(): void {
    this.#timer = undefined;
    this.view.set(this.#look());
  }

  #look(): ListView {
    const { offset, newCount, leftCount, isSortStale, next, previous } = this.#window;
    return {
      rows: this.#window.rows(),
      ...this.#facts,
      offset,
      newCount,
      leftCount,
      isSortStale,
      hasMore: next !== undefined,
      hasPrevious: previous !== undefined,
      changedAfterBreak: this.#changedAfterBreak,
      error: this.#error,
      changes: this.#changes,
    };
  }
}

function firstPath(query: ListQuery, size: number): string {
  const parameters = formatQuery(query);
  return `/api/jobs?${parameters === '' ? '' : `${parameters}&`}fields=${ROW_FIELDS}&max_records=${size}`;
}

function pageOf(list: JobList, start: string | undefined): ListPage {
  const rows = (list.records ?? []) as readonly JobRow[];
  return { start, next: list._links.next?.href, rows, revision: list.revision };
}
