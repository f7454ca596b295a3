import {
  type ActionName,
  type Adapter,
  BackendError,
  type BackendInfo,
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
import { normalizeJob } from './service-engine.normalize.js';
import { ServiceEngineSession } from './service-engine.session.js';
import { describeError, isServiceEngineId, readError, readJob, readResult } from './service-engine.wire.js';

const PAGE_SIZE = 100;
const PAGE_FORM = { path: ['result', 'records'], maxRecords: PAGE_SIZE * MOST_TIMES_REQUESTED };
/** A page has a few hundred kB. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * The adapter of one Service Engine: jobs at `/v2.1/jobs`, which can be listed and read only. A `basic` login is
 * exchanged for a token; any other login is sent unchanged.
 */
export class ServiceEngineAdapter implements Adapter {
  readonly kind = 'service-engine';
  readonly actions: readonly ActionName[] = [];
  readonly reruns = false;
  readonly #client: BackendClient;
  readonly #session: ServiceEngineSession | undefined;
  readonly #jobsPath: string;
  readonly #listing: NewestFirstPoll;

  constructor({ connection, clock, logger }: AdapterOptions) {
    const { login, basePath } = connection;
    this.#client = new BackendClient({ connection, clock, maxBodyBytes: MAX_BODY_BYTES });
    this.#session =
      login.type === 'basic' ? new ServiceEngineSession(this.#client, connection, login, clock) : undefined;
    this.#jobsPath = `${basePath}/v2.1/jobs`;
    this.#listing = new NewestFirstPoll(
      {
        pageSize: new PageSize(PAGE_SIZE, MAX_BODY_BYTES),
        idField: 'id',
        fetchPage: async (offset, size, signal) => pageOf(await this.#fetchPage(offset, size, signal), size),
      },
      clock,
      logger,
    );
  }

  isNativeId(text: string): boolean {
    return isServiceEngineId(text);
  }

  /** Checks that jobs can be listed. Service Engine does not report its version. */
  async check(signal: AbortSignal): Promise<BackendInfo> {
    readResult((await this.#fetchPage(0, 1, signal)).json());
    return {};
  }

  poll(cursor: string | undefined, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return this.#listing.poll(cursor, signal, onPage);
  }

  list(since: number, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return this.#listing.list(since, signal, onPage);
  }

  async get(nativeId: string, signal: AbortSignal): Promise<ObservedJob | undefined> {
    if (!isServiceEngineId(nativeId)) return undefined;
    const response = await this.#read(`${this.#jobsPath}/${nativeId}`, signal);
    if (response.status === 404 && readError(response.json())) return undefined;
    const { records, total_records = 0 } = readResult(successful(response).json());
    if (records.length === 0 && total_records === 0) return undefined;
    const job = readJob(records[0]);
    if (job?.id !== nativeId) throw new BackendError('malformed', 'the response is not the requested job');
    return normalizeJob(job);
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #fetchPage(offset: number, limit: number, signal: AbortSignal): Promise<BackendResponse> {
    const query = `offset=${offset}&limit=${limit}&sort_by=created&order_by=desc`;
    return successful(await this.#read(`${this.#jobsPath}?${query}`, signal));
  }

  /** Renews a rejected token once and repeats the request once. */
  async #read(path: string, signal: AbortSignal): Promise<BackendResponse> {
    if (!this.#session) return this.#client.request({ method: 'GET', path, signal });
    const token = await this.#session.token(signal);
    const response = await this.#readWith(token, path, signal);
    if (response.status !== 401) return response;
    return this.#readWith(await this.#session.renewed(token, signal), path, signal);
  }

  #readWith(token: string, path: string, signal: AbortSignal): Promise<BackendResponse> {
    return this.#client.request({ method: 'GET', path, headers: { authorization: `Bearer ${token}` }, signal });
  }
}

function successful(response: BackendResponse): BackendResponse {
  if (response.status === 200) return response;
  throw errorForResponse(response, describeError);
}

function pageOf(response: BackendResponse, asked: number): PageResponse {
  const { clockOffsetMs, size } = response;
  const page = { size, hash: () => response.hash(), read: () => readPage(response, asked) };
  return clockOffsetMs === undefined ? page : { ...page, clockOffsetMs };
}

async function readPage(response: BackendResponse, asked: number): Promise<ListingPage> {
  const found = new PageJobs(jobOf, 'id');
  const { body, tooLarge } = await readToEnd(response.page(PAGE_FORM), found.add);
  const { records, limit, total_records } = readResult(body);
  found.add(records);
  return {
    jobs: found.jobs,
    skipped: found.skipped + tooLarge,
    skippedIds: found.skippedIds,
    limit: Math.min(limit || asked, asked),
    total: total_records,
  };
}

function jobOf(record: unknown): ObservedJob | undefined {
  const job = readJob(record);
  return job && normalizeJob(job);
}
