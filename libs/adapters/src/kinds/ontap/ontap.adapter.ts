import {
  ACTIONS,
  type ActionName,
  type Adapter,
  BackendError,
  type BackendInfo,
  type ObservedJob,
  type PollAnswer,
} from '@gateway/core';
import { type AdapterOptions } from '../../adapter-options.js';
import { BackendClient, type BackendResponse } from '../../http/backend-client.js';
import { errorForAction, errorForJob, errorForListing, saysGone } from './ontap.errors.js';
import { FIELD_QUERIES, refusesFields } from './ontap.fields.js';
import { OntapListing } from './ontap.listing.js';
import { isOntapId, normalizeJob } from './ontap.normalize.js';
import { readPage, readRecord, readVersion } from './ontap.wire.js';

/** A page of 1,000 jobs has about 0.5 MB. To parse 5 MiB takes 20 ms, and nothing may hold the event loop longer. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;
const PAGE_QUERY = 'max_records=1000&return_timeout=15';

/** ONTAP 9.6 and later, `/api/cluster/jobs`. */
export class OntapAdapter implements Adapter {
  readonly kind = 'ontap';
  readonly actions = ACTIONS;
  readonly reruns = false;
  readonly #client: BackendClient;
  readonly #clusterPath: string;
  readonly #listing: OntapListing;
  /** Index of the first field query this cluster has not refused. */
  #fieldQuery = 0;

  constructor({ connection, clock, logger }: AdapterOptions) {
    this.#client = new BackendClient({ connection, clock, maxBodyBytes: MAX_BODY_BYTES });
    this.#clusterPath = `${connection.basePath}/cluster`;
    this.#listing = new OntapListing(
      {
        first: (signal) => this.#getWithFields('/jobs', `&${PAGE_QUERY}`, signal),
        at: (path, signal) => this.#get(path, signal),
      },
      logger,
    );
  }

  isNativeId(text: string): boolean {
    return isOntapId(text);
  }

  /** The version is left out for a role that may read jobs but not the cluster. */
  async check(signal: AbortSignal): Promise<BackendInfo> {
    const cluster = await this.#get(`${this.#clusterPath}?fields=version`, signal);
    if (cluster.status === 200) {
      const version = readVersion(cluster.json());
      if (version !== undefined) return { version };
    } else if (cluster.status !== 403 && cluster.status !== 404) {
      throw errorForListing(cluster);
    }
    const jobs = await this.#get(`${this.#clusterPath}/jobs?fields=uuid&max_records=1&return_timeout=15`, signal);
    if (jobs.status !== 200) throw errorForListing(jobs);
    if (!readPage(jobs.json())) throw new BackendError('malformed', 'the answer is no page of jobs', { status: 200 });
    return {};
  }

  /** Always a snapshot: the listing holds every job the cluster still has, and there is no cursor. */
  async poll(_cursor: string | undefined, signal: AbortSignal): Promise<PollAnswer> {
    return this.#listing.read(signal);
  }

  list(_since: number, signal: AbortSignal): Promise<PollAnswer> {
    return this.#listing.readAfresh(signal);
  }

  async get(nativeId: string, signal: AbortSignal): Promise<ObservedJob | undefined> {
    if (!isOntapId(nativeId)) return undefined;
    const response = await this.#getWithFields(`/jobs/${nativeId}`, '', signal);
    if (saysGone(response)) return undefined;
    if (response.status !== 200) throw errorForJob(response);
    const job = normalizeJob(readRecord(response.json()));
    if (job?.native_id.toLowerCase() === nativeId.toLowerCase()) return job;
    throw new BackendError('malformed', 'the answer is not the job that was asked for', { status: 200 });
  }

  async act(nativeId: string, action: ActionName, signal: AbortSignal): Promise<void> {
    if (!isOntapId(nativeId))
      throw new BackendError('refused', 'ONTAP has no job with such an id', { refusal: 'gone' });
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

  /** Names fewer fields each time this cluster refuses them, and keeps to what it has understood. */
  async #getWithFields(subject: string, query: string, signal: AbortSignal): Promise<BackendResponse> {
    for (let index = this.#fieldQuery; ; index += 1) {
      const response = await this.#get(`${this.#clusterPath}${subject}?${FIELD_QUERIES[index]}${query}`, signal);
      if (refusesFields(response) && index + 1 < FIELD_QUERIES.length) continue;
      if (response.status === 200) this.#fieldQuery = index;
      return response;
    }
  }
}
