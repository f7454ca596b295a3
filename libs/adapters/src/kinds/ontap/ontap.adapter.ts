import {
  type ActionName,
  ACTIONS,
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
import { PageSize } from '../../listing/page-size.js';
import { errorForAction, errorForJob, errorForListing, reportsGone } from './ontap.errors.js';
import { FIELD_QUERIES, refusesFields } from './ontap.fields.js';
import { OntapListing } from './ontap.listing.js';
import { normalizeJob } from './ontap.normalize.js';
import { PAGE_SIZE } from './ontap.page.js';
import { isOntapId, readCluster, readPage, readRecord } from './ontap.wire.js';

/** A page of 1,000 jobs has about 0.5 MB. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;
const PAGE_QUERY = 'return_timeout=15';

/** The adapter of one ONTAP cluster, 9.6 or later: jobs at `/cluster/jobs`, which can be listed, read and acted on. */
export class OntapAdapter implements Adapter {
  readonly kind = 'ontap';
  readonly actions = ACTIONS;
  readonly reruns = false;
  readonly #client: BackendClient;
  readonly #clusterPath: string;
  readonly #listing: OntapListing;
  /** Index of the first field query that this cluster accepts, as far as known. */
  #fieldQuery = 0;

  constructor({ connection, clock, logger }: AdapterOptions) {
    this.#client = new BackendClient({ connection, clock, maxBodyBytes: MAX_BODY_BYTES });
    const { basePath, linkPath } = connection;
    this.#clusterPath = `${basePath}/cluster`;
    this.#listing = new OntapListing(
      {
        firstPath: () => `${this.#clusterPath}/jobs?${FIELD_QUERIES[this.#fieldQuery]}&${PAGE_QUERY}`,
        first: (size, signal) => this.#getWithFields('/jobs', `&max_records=${size}&${PAGE_QUERY}`, signal),
        isOwn: (link) => linkPath === undefined || link.startsWith(`${linkPath}/`),
        at: (path, signal) => this.#get(path, signal),
      },
      new PageSize(PAGE_SIZE, MAX_BODY_BYTES),
      logger,
    );
  }

  isNativeId(text: string): boolean {
    return isOntapId(text);
  }

  /** Returns no version if the role may read jobs but not the cluster. */
  async check(signal: AbortSignal): Promise<BackendInfo> {
    const cluster = await this.#get(`${this.#clusterPath}?fields=uuid,version`, signal);
    if (cluster.status === 200) {
      const info = readCluster(cluster.json());
      if (info.version !== undefined || info.clusterUuid !== undefined) return info;
    } else if (cluster.status !== 403 && cluster.status !== 404) {
      throw errorForListing(cluster);
    }
    const jobs = await this.#get(`${this.#clusterPath}/jobs?fields=uuid&max_records=1&return_timeout=15`, signal);
    if (jobs.status !== 200) throw errorForListing(jobs);
    if (!readPage(jobs.json())) {
      throw new BackendError('malformed', 'the response is not a page of jobs', { status: 200 });
    }
    return {};
  }

  /** Always a snapshot without a cursor: the listing contains every job the cluster still has. */
  async poll(_cursor: string | undefined, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return this.#listing.read(signal, onPage);
  }

  list(_since: number, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return this.#listing.readUncached(signal, onPage);
  }

  async get(nativeId: string, signal: AbortSignal): Promise<ObservedJob | undefined> {
    if (!isOntapId(nativeId)) return undefined;
    const response = await this.#getWithFields(`/jobs/${nativeId}`, '', signal);
    if (reportsGone(response)) return undefined;
    if (response.status !== 200) throw errorForJob(response);
    const job = normalizeJob(readRecord(response.json()));
    if (job?.native_id.toLowerCase() === nativeId.toLowerCase()) return job;
    throw new BackendError('malformed', 'the response is not the requested job', { status: 200 });
  }

  async act(nativeId: string, action: ActionName, signal: AbortSignal): Promise<void> {
    if (!isOntapId(nativeId)) throw new BackendError('refused', 'ONTAP has no job with this id', { refusal: 'gone' });
    const path = `${this.#clusterPath}/jobs/${nativeId}?action=${action}`;
    const error = errorForAction(await this.#client.request({ method: 'PATCH', path, body: '{}', signal }));
    if (error) throw error;
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  #get(path: string, signal: AbortSignal): Promise<BackendResponse> {
    return this.#client.request({ method: 'GET', path, signal });
  }

  /** Requests fewer fields until the cluster accepts them, and starts with the accepted ones the next time. */
  async #getWithFields(subject: string, query: string, signal: AbortSignal): Promise<BackendResponse> {
    for (let index = this.#fieldQuery; ; index += 1) {
      const response = await this.#get(`${this.#clusterPath}${subject}?${FIELD_QUERIES[index]}${query}`, signal);
      if (refusesFields(response) && index + 1 < FIELD_QUERIES.length) continue;
      if (response.status === 200) this.#fieldQuery = index;
      return response;
    }
  }
}
