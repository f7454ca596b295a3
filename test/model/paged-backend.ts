/** An in-memory backend with the paging of the real ones. Its jobs can change between any two reads. */
import { type Adapter, type ObservedJob, type OnPage, type PollResult, type SourceKind } from '@gateway/core';

import { type BackendResponse } from '../../libs/adapters/src/http/backend-response.js';
import { OntapListing } from '../../libs/adapters/src/kinds/ontap/ontap.listing.js';
import { PAGE_SIZE as ONTAP_PAGE_SIZE } from '../../libs/adapters/src/kinds/ontap/ontap.page.js';
import { PageSize } from '../../libs/adapters/src/listing/page-size.js';
import { NewestFirstPoll, type PageResponse } from '../../libs/adapters/src/newest-first/newest-first-poll.js';
import { type ListingPage } from '../../libs/adapters/src/newest-first/newest-first-walk.js';
import { jsonResponse } from '../../libs/adapters/src/testing/json-response.js';

/** A job of the backend. `submitted` is in ms. */
export interface Row {
  readonly id: string;
  submitted: number;
  state: 'running' | 'success';
}

const PAGE_ITEMS = 6;
const IGNORE = (): void => undefined;
const LOGGER = { debug: IGNORE, info: IGNORE, warn: IGNORE, error: IGNORE };

/** The backend, read through the adapters' own paging code. */
export class PagedBackend implements Adapter {
  readonly actions = [];
  readonly reruns: boolean;
  rows: Row[] = [];
  /** Runs before each read of a page or a job. */
  beforeRead: () => void = IGNORE;
  /** The number of pages and jobs read so far. */
  reads = 0;
  readonly #newestFirst: NewestFirstPoll;
  readonly #byId: OntapListing;

  constructor(
    readonly kind: SourceKind,
    clock: { now(): number },
  ) {
    this.reruns = kind === 'unified-manager';
    const pageSize = new PageSize(PAGE_ITEMS, Infinity);
    const fetchPage = async (offset: number): Promise<PageResponse> => {
      const page = this.#newest(offset);
      return { ...jsonResponse(page), read: async () => page };
    };
    this.#newestFirst = new NewestFirstPoll({ pageSize, idField: 'id', fetchPage }, clock, LOGGER);
    const at = async (path: string): Promise<BackendResponse> =>
      jsonResponse(this.#after(path.slice('/after/'.length)));
    const pages = { firstPath: () => '/after/', first: () => at('/after/'), isOwn: () => true, at };
    this.#byId = new OntapListing(pages, new PageSize(ONTAP_PAGE_SIZE, Infinity), LOGGER);
  }

  isNativeId(): boolean {
    return true;
  }

  async check(): Promise<object> {
    return {};
  }

  poll(cursor: string | undefined, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return this.kind === 'ontap' ? this.#byId.read(signal, onPage) : this.#newestFirst.poll(cursor, signal, onPage);
  }

  list(since: number, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return this.kind === 'ontap' ? this.#byId.read(signal, onPage) : this.#newestFirst.list(since, signal, onPage);
  }

  async get(nativeId: string): Promise<ObservedJob | undefined> {
    this.#read();
    const row = this.rows.find(({ id }) => id === nativeId);
    return row && observed(row);
  }

  async close(): Promise<void> {}

  /** A page of the newest-first listing, by offset. */
  #newest(offset: number): ListingPage {
    this.#read();
    const sorted = [...this.rows].sort((a, b) => b.submitted - a.submitted || (a.id < b.id ? -1 : 1));
    const jobs = sorted.slice(offset, offset + PAGE_ITEMS).map(observed);
    return { jobs, skipped: 0, limit: PAGE_ITEMS, total: sorted.length };
  }

  /** A page of the listing in the order of ids: the jobs after this id. */
  #after(id: string): object {
    this.#read();
    const rest = this.rows.filter((row) => row.id > id).sort((a, b) => (a.id < b.id ? -1 : 1));
    const page = rest.slice(0, PAGE_ITEMS);
    const next = page.length === PAGE_ITEMS ? { next: { href: `/after/${page.at(-1)?.id}` } } : {};
    return { records: page.map((row) => ({ uuid: row.id, state: row.state })), _links: next };
  }

  #read(): void {
    this.reads += 1;
    this.beforeRead();
  }
}

function observed({ id, submitted, state }: Row): ObservedJob {
  return { native_id: id, state, native_state: state, submit_time: new Date(submitted).toISOString() };
}
