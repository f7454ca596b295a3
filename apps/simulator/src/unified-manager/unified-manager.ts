/**
 * The dialect of Active IQ Unified Manager: `/api/management-server/jobs` and `/api/gateways`, also below `/api/v2`.
 */
import { type Answer, basicCredentials, type Call, json } from '../call.js';
import { type Dialect, type DialectSetup, randomOf, type Refusal, type Route } from '../dialect.js';
import { isoWithOffset } from '../iso-time.js';
import { JobTable } from '../job-table.js';
import { type SimulatedJob } from '../simulated-job.js';
import { compareText } from '../text.js';
import { ApiGateway } from './api-gateway.js';
import { isGatewayRequest, parseGatewayRequest } from './gateway-request.js';
import { submittedAt, type UnifiedManagerDetails, unifiedManagerRecord } from './job-record.js';
import { problem } from './problem.js';
import { listAnswer, type ListRecord } from './record-list.js';
import { resourcePath } from './resource-path.js';
import { designUnifiedManagerJob } from './seeded-job.js';

const HISTORY_MS = 6 * 3_600_000;
const DEFAULT_PAGE_CAP = 1_000; // "Recommendations for using the APIs"
const FILTERS = ['key', 'name', 'type', 'state', 'status', 'submit_time', 'complete_time', 'parent_job_key'];
const TERMINAL_LIFE_CYCLES = ['completed', 'aborted'];

type Job = SimulatedJob<UnifiedManagerDetails>;

/** A simulated Unified Manager. */
export class UnifiedManager implements Dialect {
  readonly kind = 'unified-manager';
  readonly jobs: JobTable<UnifiedManagerDetails>;
  readonly gateway: ApiGateway;
  readonly #setup: DialectSetup;
  readonly #pageCap: number;

  constructor(setup: DialectSetup) {
    const { pageCap = DEFAULT_PAGE_CAP, unpagedClusters = false } = setup.settings;
    this.#setup = setup;
    this.#pageCap = pageCap;
    this.gateway = new ApiGateway({ pageCap, unpaged: unpagedClusters });
    this.jobs = new JobTable({
      clock: setup.clock,
      jobs: setup.jobs,
      churn: setup.churn,
      historyMs: HISTORY_MS,
      phase: (ordinal) => randomOf(setup, ordinal, 'phase').next(),
      design: (ordinal) => designUnifiedManagerJob(ordinal, (other) => randomOf(setup, other)),
      isTerminal: (state) => TERMINAL_LIFE_CYCLES.includes(state.split('/')[0] ?? ''),
    });
  }

  route(call: Call): Route {
    if (isGatewayRequest(call)) return gatewayRoute(call);
    const [server, jobs, key, more] = resourcePath(call.path).segments;
    if (server !== 'management-server' || jobs !== 'jobs' || more !== undefined) return { call: 'other' };
    if (call.method !== 'GET') return { call: 'other' };
    return key === undefined ? { call: 'list' } : { call: 'get', nativeId: key };
  }

  authorised(call: Call): boolean {
    const given = basicCredentials(call);
    return given?.username === this.#setup.username && given.password === this.#setup.password;
  }

  answer(call: Call): Answer {
    if (isGatewayRequest(call)) return this.gateway.answer(call);
    const { call: kind, nativeId } = this.route(call);
    if (kind === 'list') return this.#list(call);
    if (kind === 'get') return this.#get(nativeId ?? '');
    const known = resourcePath(call.path).segments.join('/').startsWith('management-server/jobs');
    return known ? problem(405, '3', 'The method is not allowed.') : problem(404, '3', 'API not found');
  }

  refuse(refusal: Refusal): Answer {
    switch (refusal) {
      case 'unauthorized':
        // The API description has no body for 401.
        return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="Unified Manager"' }, body: '' };
      case 'forbidden':
        return problem(403, '6', 'The user has not the role for this operation.');
      case 'throttled':
        return problem(429, '7', 'Too many requests.');
      case 'failed':
        return problem(500, '500', 'Internal server error.');
      default:
        return refusal satisfies never;
    }
  }

  #list(call: Call): Answer {
    return listAnswer(call, this.#newestFirst(), {
      filters: FILTERS,
      pageCap: this.#pageCap,
      recordOf: (job) => this.#record(job),
    });
  }

  #get(key: string): Answer {
    const job = this.jobs.find(key);
    return job === undefined ? problem(404, '4', "entry doesn't exist", 'key') : json(200, this.#record(job));
  }

  #newestFirst(): readonly Job[] {
    const now = this.#setup.clock.now();
    return this.jobs
      .alive()
      .map((job) => ({ job, at: submittedAt(job, now) }))
      .sort((a, b) => b.at - a.at || compareText(a.job.nativeId, b.job.nativeId))
      .map(({ job }) => job);
  }

  #record(job: Job): ListRecord {
    const { clock, skew, settings } = this.#setup;
    const offset = settings.utcOffset ?? '+00:00';
    const style = {
      upperCase: settings.upperCase ?? false,
      swapped: settings.swapped ?? false,
      written: (at: number) => isoWithOffset(skew.shownAt(at), offset, 'milliseconds'),
    };
    return unifiedManagerRecord(job, clock.now(), style, ({ details }) =>
      details.childKeys.flatMap((key) => this.jobs.find(key) ?? []),
    );
  }
}

function gatewayRoute(call: Call): Route {
  const { about } = parseGatewayRequest(call);
  if (about === 'none') return { call: 'other' };
  return { call: about === 'clusters' ? 'clusters' : 'gateway' };
}
