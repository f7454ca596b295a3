/** The dialect of NetApp Service Engines: `/api/v2.1/auth` and `/api/v2.1/jobs`. */
import { createHash } from 'node:crypto';

import { type Answer, basicCredentials, bearerToken, type Call, json } from '../call.js';
import { type Dialect, type DialectSetup, randomOf, type Refusal, type Route } from '../dialect.js';
import { JobTable } from '../job-table.js';
import { type SimulatedJob } from '../simulated-job.js';
import { compareText } from '../text.js';
import { type ServiceEngineDetails, serviceEngineRecord } from './job-record.js';
import { designServiceEngineJob } from './seeded-job.js';
import { signToken, userOfToken } from './token.js';

const TOKEN_LIFE_MS = 600_000;
const HISTORY_MS = 6 * 3_600_000;
const DEFAULT_LIMIT = 20;
const DEFAULT_PAGE_CAP = 1_000;
const TERMINAL_WORDS = ['successful', 'success', 'completed', 'failed', 'failure', 'error', 'cancelled', 'aborted'];
const SORTABLE = ['id', 'action', 'created', 'updated', 'object_id', 'object_type', 'object_name', 'status', 'user_id'];
const ARGUMENTS = ['offset', 'limit', 'sort_by', 'order_by', 'tenant_id'];

type Job = SimulatedJob<ServiceEngineDetails>;
type JobRecord = Readonly<Record<string, unknown>>;

/** A simulated Service Engine. */
export class ServiceEngine implements Dialect {
  readonly kind = 'service-engine';
  readonly jobs: JobTable<ServiceEngineDetails>;
  readonly #setup: DialectSetup;
  readonly #key: string;

  constructor(setup: DialectSetup) {
    this.#setup = setup;
    this.#key = createHash('sha256').update(`${setup.seed}/${setup.name}`).digest('hex');
    this.jobs = new JobTable({
      clock: setup.clock,
      jobs: setup.jobs,
      churn: setup.churn,
      historyMs: HISTORY_MS,
      phase: (ordinal) => randomOf(setup, ordinal, 'phase').next(),
      design: (ordinal) => designServiceEngineJob(randomOf(setup, ordinal)),
      isTerminal: (state) => TERMINAL_WORDS.includes(state.toLowerCase()),
    });
  }

  route({ method, path }: Call): Route {
    const [api, version, area, id, more] = path;
    if (api !== 'api' || version !== 'v2.1' || more !== undefined) return { call: 'other' };
    if (method === 'POST' && area === 'auth' && (id === 'signin' || id === 'refresh')) return { call: 'sign-in' };
    if (method !== 'GET' || area !== 'jobs') return { call: 'other' };
    return id === undefined ? { call: 'list' } : { call: 'get', nativeId: id };
  }

  authorised(call: Call): boolean {
    if (call.path.at(-1) === 'signin') return this.#isUser(credentialsIn(call.body));
    const token = bearerToken(call);
    if (token !== undefined) return userOfToken(token, this.#now(), this.#key) !== undefined;
    return call.path.at(-1) !== 'refresh' && this.#isUser(basicCredentials(call));
  }

  answer(call: Call): Answer {
    const { call: kind, nativeId } = this.route(call);
    if (kind === 'sign-in') return this.authorised(call) ? this.#issueToken() : this.refuse('unauthorized');
    if (kind === 'list') return this.#list(call);
    if (kind === 'get') return this.#get(nativeId ?? '');
    const known = call.path.join('/').startsWith('api/v2.1/jobs');
    return known ? problem(405, 'Method not allowed.') : problem(404, 'The resource was not found.');
  }

  refuse(refusal: Refusal): Answer {
    switch (refusal) {
      case 'unauthorized':
        return problem(401, 'You are not authorized to view the resource.');
      case 'forbidden':
        return problem(403, 'Accessing the resource you were trying to reach is forbidden.');
      case 'throttled':
        return problem(429, 'Too many requests.');
      case 'failed':
        return problem(500, 'Internal server error. Failed to get a response from the server.');
      default:
        return refusal satisfies never;
    }
  }

  #issueToken(): Answer {
    const expiresAt = this.#now() + (this.#setup.settings.tokenLifeMs ?? TOKEN_LIFE_MS);
    const records = [{ token: signToken(this.#setup.username, expiresAt, this.#key) }];
    return envelope('Authentication succeeded', { returned_records: 1, records });
  }

  #list(call: Call): Answer {
    const wrong = call.query.find(([name]) => !ARGUMENTS.includes(name));
    if (wrong !== undefined) return problem(400, `Unknown parameter ${wrong[0]}.`);
    const given = new Map(call.query);
    const offset = countOf(given.get('offset') ?? '0');
    const limit = countOf(given.get('limit') ?? String(DEFAULT_LIMIT));
    const sortBy = given.get('sort_by') ?? 'created';
    const orderBy = given.get('order_by') ?? 'desc';
    if (offset === undefined) return problem(400, 'offset must be a number from 0.');
    if (limit === undefined || limit === 0) return problem(400, 'limit must be a number from 1.');
    if (!SORTABLE.includes(sortBy)) return problem(400, `sort_by must be one of ${SORTABLE.join(', ')}.`);
    if (orderBy !== 'asc' && orderBy !== 'desc') return problem(400, 'order_by must be asc or desc.');
    const pageSize = Math.min(limit, this.#setup.settings.pageCap ?? DEFAULT_PAGE_CAP);
    const all = this.#sorted(given.get('tenant_id'), sortBy, orderBy === 'desc');
    const records = all.slice(offset, offset + pageSize);
    return envelope(okay(records.length), {
      returned_records: records.length,
      total_records: all.length,
      sort_by: sortBy,
      order_by: orderBy,
      offset,
      limit: pageSize,
      records,
    });
  }

  #get(id: string): Answer {
    const job = this.jobs.find(id);
    if (job === undefined) return problem(404, 'The resource you were trying to reach is not found.');
    return envelope(okay(1), { total_records: 1, records: [this.#record(job)] });
  }

  #sorted(tenantId: string | undefined, sortBy: string, descending: boolean): readonly JobRecord[] {
    const jobs = this.jobs.alive().filter(({ details }) => tenantId === undefined || details.tenantId === tenantId);
    const sign = descending ? -1 : 1;
    return jobs
      .map((job) => this.#record(job))
      .sort((a, b) => sign * (compareText(a[sortBy], b[sortBy]) || compareText(a['id'], b['id'])));
  }

  #record(job: Job): JobRecord {
    const { clock, skew } = this.#setup;
    return serviceEngineRecord(job, clock.now(), (at) => new Date(skew.shownAt(at)).toISOString());
  }

  #isUser(given: { readonly username: string; readonly password: string } | undefined): boolean {
    return given?.username === this.#setup.username && given.password === this.#setup.password;
  }

  #now(): number {
    return this.#setup.skew.shownAt(this.#setup.clock.now());
  }
}

function envelope(message: string, result: object): Answer {
  return json(200, { status: { user_message: message, verbose_message: '', code: 200 }, result });
}

/** The documentation has no error body; this one has the envelope of successful answers. */
function problem(code: number, message: string): Answer {
  return json(code, { status: { user_message: message, verbose_message: '', code }, result: {} });
}

function okay(records: number): string {
  return `Okay. Returned ${records} record${records === 1 ? '' : 's'}.`;
}

function countOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function credentialsIn(body: string): { readonly username: string; readonly password: string } | undefined {
  try {
    return JSON.parse(body) as { readonly username: string; readonly password: string };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
