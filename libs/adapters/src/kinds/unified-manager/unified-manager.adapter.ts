import {
  type ActionName,
  type Adapter,
  BackendError,
  type BackendInfo,
  type ManagedCluster,
  type ObservedJob,
  type OnPage,
  type PollResult,
} from '@gateway/core';

import { type AdapterOptions } from '../../adapter-options.js';
import { BackendClient } from '../../http/backend-client.js';
import { type BackendResponse } from '../../http/backend-response.js';
import { errorForResponse } from '../../http/response-errors.js';
import { readToEnd } from '../../json/parse-json.js';
import { MOST_TIMES_REQUESTED, PageJobs } from '../../listing/page-jobs.js';
import { PageSize } from '../../listing/page-size.js';
import { NewestFirstPoll, type PageResponse } from '../../newest-first/newest-first-poll.js';
import { type ListingPage } from '../../newest-first/newest-first-walk.js';
import { readClusters } from './unified-manager.clusters.js';
import { normalizeJob } from './unified-manager.normalize.js';
import { describeError, isUnifiedManagerKey, readError, readJob, readList } from './unified-manager.wire.js';

/** Sent with every listing: without `max_records` only the last 20 jobs are listed. */
const PAGE_SIZE = 100;
const PAGE_FORM = { path: ['records'], maxRecords: PAGE_SIZE * MOST_TIMES_REQUESTED };
/** A page has a few hundred kB. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** The adapter of one Unified Manager: jobs at `/management-server/jobs`, which can be listed and read only. */
export class UnifiedManagerAdapter implements Adapter {
  readonly kind = 'unified-manager';
  readonly actions: readonly ActionName[] = [];
  /** A retry in the web UI reruns the job under its old key. */
  readonly reruns = true;
  readonly #client: BackendClient;
  readonly #jobsPath: string;
  readonly #clustersPath: string;
  readonly #listing: NewestFirstPoll;

  constructor({ connection, clock, logger }: AdapterOptions) {
    this.#client = new BackendClient({ connection, clock, maxBodyBytes: MAX_BODY_BYTES });
    this.#jobsPath = `${connection.basePath}/management-server/jobs`;
    this.#clustersPath = `${connection.basePath}/gateways`;
    this.#listing = new NewestFirstPoll(
      {
        pageSize: new PageSize(PAGE_SIZE, MAX_BODY_BYTES),
        idField: 'key',
        fetchPage: async (offset, size, signal) => pageOf(await this.#fetchPage(offset, size, signal), size),
      },
      clock,
      logger,
    );
  }

  isNativeId(text: string): boolean {
    return isUnifiedManagerKey(text);
  }

  /** Checks that jobs can be listed. No call that returns the version is documented. */
  async check(signal: AbortSignal): Promise<BackendInfo> {
    readList((await this.#fetchPage(0, 1, signal)).json());
    return {};
  }

  poll(cursor: string | undefined, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return this.#listing.poll(cursor, signal, onPage);
  }

  list(since: number, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return this.#listing.list(since, signal, onPage);
  }

  async get(nativeId: string, signal: AbortSignal): Promise<ObservedJob | undefined> {
    if (!isUnifiedManagerKey(nativeId)) return undefined;
    const path = `${this.#jobsPath}/${encodeURIComponent(nativeId)}`;
    const response = await this.#client.request({ method: 'GET', path, signal });
    if (response.status === 404 && readError(response.json())) return undefined;
    const job = readJob(successful(response).json());
    if (job?.key !== nativeId) throw new BackendError('malformed', 'the response is not the requested job');
    return normalizeJob(job);
  }

  async clusters(signal: AbortSignal): Promise<readonly ManagedCluster[]> {
    return readClusters(async (query) =>
      successful(await this.#client.request({ method: 'GET', path: `${this.#clustersPath}${query}`, signal })),
    );
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #fetchPage(offset: number, maxRecords: number, signal: AbortSignal): Promise<BackendResponse> {
    const path = `${this.#jobsPath}?offset=${offset}&max_records=${maxRecords}&order_by=submit_time%20desc`;
    return successful(await this.#client.request({ method: 'GET', path, signal }));
  }
}

function successful(response: BackendResponse): BackendResponse {
  if (response.status === 200) return response;
  throw errorForResponse(response, describeError);
}

function pageOf(response: BackendResponse, limit: number): PageResponse {
  const { clockOffsetMs, size } = response;
  const page = { size, hash: () => response.hash(), read: () => readPage(response, limit) };
  return clockOffsetMs === undefined ? page : { ...page, clockOffsetMs };
}

async function readPage(response: BackendResponse, limit: number): Promise<ListingPage> {
  const found = new PageJobs(jobOf, 'key');
  const { body, tooLarge } = await readToEnd(response.page(PAGE_FORM), found.add);
  const { records, total_records } = readList(body);
  found.add(records);
  return {
    jobs: found.jobs,
    skipped: found.skipped + tooLarge,
    skippedIds: found.skippedIds,
    limit,
    total: total_records,
  };
}

function jobOf(record: unknown): ObservedJob | undefined {
  const job = readJob(record);
  return job && normalizeJob(job);
}
