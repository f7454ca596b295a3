/** The dialect of ONTAP clusters: `/api/cluster` and `/api/cluster/jobs`. */
import { type Answer, basicCredentials, bearerToken, type Call } from '../call.js';
import { type Dialect, type DialectSetup, randomOf, type Refusal, type Route } from '../dialect.js';
import { isoWithOffset } from '../iso-time.js';
import { JobTable } from '../job-table.js';
import { type ClusterIdentity } from '../managed-cluster.js';
import { type SimulatedJob } from '../simulated-job.js';
import { act } from './job-actions.js';
import { jobAnswer, linksOf, takesLinks } from './job-answer.js';
import { fieldsOf } from './job-fields.js';
import { readPage } from './job-page.js';
import { fieldPicker, type JobRecord, jobRecord, type OntapDetails } from './job-record.js';
import { type JobRequest, parseJobRequest } from './job-request.js';
import { errorAnswer, ontapAnswer, OntapError } from './ontap-error.js';
import { designOntapJob } from './seeded-job.js';
import { type Svm, svmScope, svmsOf } from './svms.js';

const DEFAULT_VERSION = '9.13.1';
const DEFAULT_ACTION_DELAY_MS = 2_000;
const DEFAULT_PAGE_CAP = 10_000; // "Input variables for an ONTAP REST API request"
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A simulated cluster. */
export class OntapCluster implements Dialect {
  readonly kind = 'ontap';
  readonly jobs: JobTable<OntapDetails>;
  readonly cluster: ClusterIdentity;
  readonly #setup: DialectSetup;
  readonly #version: string;
  readonly #svms: readonly Svm[];

  constructor(setup: DialectSetup) {
    this.#setup = setup;
    this.cluster = { uuid: randomOf(setup, 0, 'cluster').uuid(), name: setup.name };
    this.#svms = svmsOf(setup.name);
    this.#version = setup.settings.version ?? DEFAULT_VERSION;
    this.jobs = new JobTable({
      clock: setup.clock,
      jobs: setup.jobs,
      churn: setup.churn,
      retentionMs: setup.retentionMs,
      historyMs: setup.retentionMs * 0.8,
      phase: (ordinal) => randomOf(setup, ordinal, 'phase').next(),
      design: (ordinal) => designOntapJob(randomOf(setup, ordinal), setup.name),
      isTerminal: (state) => state === 'success' || state === 'failure',
    });
  }

  route({ method, path }: Call): Route {
    const [api, cluster, jobs, nativeId, more] = path;
    if (api !== 'api' || cluster !== 'cluster' || jobs !== 'jobs' || more !== undefined) return { call: 'other' };
    const job = nativeId === undefined ? {} : { nativeId };
    if (method === 'PATCH') return { call: 'act', ...job };
    if (method !== 'GET' && method !== 'HEAD') return { call: 'other' };
    return { call: nativeId === undefined ? 'list' : 'get', ...job };
  }

  authorised(call: Call): boolean {
    if (call.certified) return true;
    const { username, password, settings } = this.#setup;
    if (settings.bearerToken !== undefined && bearerToken(call) === settings.bearerToken) return true;
    const basic = basicCredentials(call);
    return basic?.username === username && basic.password === password;
  }

  answer(call: Call): Answer {
    try {
      return this.#answer(call);
    } catch (error) {
      if (error instanceof OntapError) return errorAnswer(error, call.headers.accept);
      throw error;
    }
  }

  refuse(refusal: Refusal): Answer {
    switch (refusal) {
      case 'unauthorized':
        return errorAnswer(new OntapError('6691623', 'User is not authorized for this operation.'));
      case 'forbidden':
        return errorAnswer(new OntapError('6', 'not authorized for that command'));
      case 'throttled':
        return errorAnswer(new OntapError('7', 'Resource limit exceeded: too many requests.'));
      case 'failed':
        return errorAnswer(new OntapError('262145', 'Application code returned an unexpected exception.'));
      default:
        return refusal satisfies never;
    }
  }

  #answer(call: Call): Answer {
    const { call: kind, nativeId } = this.route(call);
    if (kind === 'list') return this.#list(call);
    if (kind === 'get') return this.#get(call, nativeId ?? '');
    if (kind === 'act') return nativeId === undefined ? this.#actOnMatches(call) : this.#actOnOne(call, nativeId);
    const path = call.path.join('/');
    if (path === 'api/cluster' && call.method === 'GET') return this.#cluster(call);
    if (/^api\/cluster(\/jobs(\/[^/]+)?)?$/.test(path)) throw new OntapError('3', 'The operation is not supported.');
    throw new OntapError('3', 'API not found', undefined, 404);
  }

  #cluster(call: Call): Answer {
    const [generation = 0, major = 0, minor = 0] = this.#version.split('.').map(Number);
    const full = `NetApp Release ${this.#version}: Thu Jan 01 00:00:00 UTC 2026`;
    const { name, uuid } = this.cluster;
    const version = { full, generation, major, minor };
    const links = { _links: { self: { href: '/api/cluster' } } };
    const body = { name, uuid, version, ...(takesLinks(call) && links) };
    return ontapAnswer(200, body, call.headers.accept);
  }

  #list(call: Call): Answer {
    const request = parseJobRequest(call, this.#version, 'collection');
    const links = takesLinks(call);
    const page = this.#page(request, call);
    const pick = fieldPicker(request.fields ?? new Set(), links);
    const body = {
      ...(request.returnRecords !== false && { records: page.records.map(pick) }),
      num_records: page.records.length,
      ...linksOf(call.target, page.next, links),
    };
    return jobAnswer(call, request, body, page.next);
  }

  #get(call: Call, nativeId: string): Answer {
    const request = parseJobRequest(call, this.#version, 'instance');
    const fields = request.fields ?? new Set(fieldsOf(this.#version).map(({ path }) => path));
    const record = this.#record(this.#existing(nativeId, call));
    return jobAnswer(call, request, fieldPicker(fields, takesLinks(call))(record));
  }

  #actOnOne(call: Call, nativeId: string): Answer {
    const request = parseJobRequest(call, this.#version, 'instance');
    this.#act(this.#existing(nativeId, call), request.action);
    return jobAnswer(call, request, {});
  }

  /**
   * Like ONTAP: in sequence, up to the first refusal unless `continue_on_failure` is set. Without a filter on
   * every job.
   */
  #actOnMatches(call: Call): Answer {
    const request = parseJobRequest(call, this.#version, 'collection');
    const page = this.#page(request, call);
    let failed: OntapError | undefined;
    let done = 0;
    for (const record of page.records) {
      if (failed !== undefined && !request.continueOnFailure) break;
      const refused = this.#tryAct(this.#existing(String(record['uuid']), call), request.action);
      if (refused === undefined) done += 1;
      failed ??= refused;
    }
    const body = {
      num_records: done,
      ...(failed !== undefined && { error: failed.envelope }),
      ...linksOf(call.target, page.next, false),
    };
    return ontapAnswer(failed?.status ?? 200, body, call.headers.accept);
  }

  #tryAct(job: SimulatedJob<OntapDetails>, action: string | undefined): OntapError | undefined {
    try {
      this.#act(job, action);
      return undefined;
    } catch (error) {
      if (error instanceof OntapError) return error;
      throw error;
    }
  }

  #act(job: SimulatedJob<OntapDetails>, action: string | undefined): void {
    const at = this.#setup.clock.now();
    try {
      job.life = act(job, action, at, this.#setup.settings.actionDelayMs ?? DEFAULT_ACTION_DELAY_MS);
      job.received.push({ action: action ?? '', at, status: 200 });
    } catch (error) {
      if (error instanceof OntapError) {
        job.received.push({ action: action ?? '', at, status: error.status, code: error.code });
      }
      throw error;
    }
  }

  #page(request: JobRequest, call: Call): { readonly records: readonly JobRecord[]; readonly next?: string } {
    const isInScope = svmScope(call.headers, this.#svms);
    const records = this.jobs
      .alive()
      .map((job) => this.#record(job))
      .filter(isInScope);
    return readPage(records, request, this.#setup.settings.pageCap ?? DEFAULT_PAGE_CAP, call.query);
  }

  #existing(nativeId: string, { headers }: Call): SimulatedJob<OntapDetails> {
    const isInScope = svmScope(headers, this.#svms);
    const job = this.jobs.find(nativeId);
    if (job !== undefined && isInScope(this.#record(job))) return job;
    if (UUID.test(nativeId)) throw new OntapError('4', "entry doesn't exist", 'uuid');
    throw new OntapError('2', `"${nativeId}" is an invalid value for field "uuid" <UUID>`, 'uuid', 404);
  }

  #record(job: SimulatedJob<OntapDetails>): JobRecord {
    const { clock, skew, settings } = this.#setup;
    const offset = settings.utcOffset ?? '+00:00';
    return jobRecord(job, clock.now(), (at) => isoWithOffset(skew.shownAt(at), offset));
  }
}
