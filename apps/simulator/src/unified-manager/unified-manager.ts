/** The dialect of Active IQ Unified Manager: `/api/management-server/jobs`, also below `/api/v2`. */
import { type Answer, basicCredentials, type Call, json } from '../call.js';
import { type Dialect, type DialectSetup, randomOf, type Refusal, type Route } from '../dialect.js';
import { isoWithOffset } from '../iso-time.js';
import { JobTable } from '../job-table.js';
import { type SimulatedJob } from '../simulated-job.js';
import { compareText, textOf, wildcard } from '../text.js';
import { submittedAt, type UnifiedManagerDetails, unifiedManagerRecord } from './job-record.js';
import { designUnifiedManagerJob } from './seeded-job.js';

const HISTORY_MS = 6 * 3_600_000;
const DEFAULT_MAX_RECORDS = 20; // "Job objects API": the last 20
const DEFAULT_PAGE_CAP = 1_000; // "Recommendations for using the APIs"
const FILTERS = ['key', 'name', 'type', 'state', 'status', 'submit_time', 'complete_time', 'parent_job_key'];
const CONTROLS = ['offset', 'max_records', 'order_by'];
const TERMINAL_LIFE_CYCLES = ['completed', 'aborted'];

type Job = SimulatedJob<UnifiedManagerDetails>;
type JobRecord = Readonly<Record<string, unknown>>;

/** A simulated Unified Manager. */
export class UnifiedManager implements Dialect {
  readonly kind = 'unified-manager';
  readonly jobs: JobTable<UnifiedManagerDetails>;
  readonly #setup: DialectSetup;

  constructor(setup: DialectSetup) {
    this.#setup = setup;
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

  route({ method, path }: Call): Route {
    const [server, jobs, key, more] = withoutPrefix(path);
    if (server !== 'management-server' || jobs !== 'jobs' || more !== undefined) return { call: 'other' };
    if (method !== 'GET') return { call: 'other' };
    return key === undefined ? { call: 'list' } : { call: 'get', nativeId: key };
  }

  authorised(call: Call): boolean {
    const given = basicCredentials(call);
    return given?.username === this.#setup.username && given.password === this.#setup.password;
  }

  answer(call: Call): Answer {
    const { call: kind, nativeId } = this.route(call);
    if (kind === 'list') return this.#list(call);
    if (kind === 'get') return this.#get(nativeId ?? '');
    const known = withoutPrefix(call.path).join('/').startsWith('management-server/jobs');
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
    const given = new Map(call.query);
    const wrong = [...given].map(([name, value]) => wrongArgument(name, value)).find((text) => text !== undefined);
    if (wrong !== undefined) return problem(400, '2', wrong);
    const offset = Number(given.get('offset') ?? 0);
    const cap = this.#setup.settings.pageCap ?? DEFAULT_PAGE_CAP;
    const limit = Math.min(Number(given.get('max_records') ?? DEFAULT_MAX_RECORDS), cap);
    const found = this.#sorted(this.#matching(given), given.get('order_by'));
    const records = found.slice(offset, offset + limit).map((job) => this.#record(job));
    const nextHref = offset + limit < found.length ? nextLink(call, offset + limit, limit) : undefined;
    return json(200, {
      records,
      num_records: records.length,
      total_records: found.length,
      _links: { self: { href: call.target }, ...(nextHref !== undefined && { next: { href: nextHref } }) },
    });
  }

  #get(key: string): Answer {
    const job = this.jobs.find(key);
    return job === undefined ? problem(404, '4', "entry doesn't exist", 'key') : json(200, this.#record(job));
  }

  #matching(given: ReadonlyMap<string, string>): readonly Job[] {
    const filters = [...given].filter(([name]) => FILTERS.includes(name));
    const jobs = this.jobs.alive();
    if (filters.length === 0) return jobs;
    return jobs.filter((job) => {
      const record = this.#record(job);
      return filters.every(([name, wanted]) => matches(textOf(record[name]), wanted));
    });
  }

  /** Sorted newest first, or by `order_by`. */
  #sorted(jobs: readonly Job[], orderBy: string | undefined): readonly Job[] {
    const now = this.#setup.clock.now();
    const newestFirst = jobs
      .map((job) => ({ job, at: submittedAt(job, now) }))
      .sort((a, b) => b.at - a.at || compareText(a.job.nativeId, b.job.nativeId))
      .map(({ job }) => job);
    const order = orderBy === undefined ? undefined : orderOf(orderBy);
    if (order === undefined) return newestFirst;
    return newestFirst
      .map((job) => ({ job, key: this.#record(job)[order.name] }))
      .sort((a, b) => order.sign * compareText(a.key, b.key))
      .map(({ job }) => job);
  }

  #record(job: Job): JobRecord {
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

function withoutPrefix([api, ...rest]: readonly string[]): readonly string[] {
  if (api !== 'api') return [];
  return rest[0] === 'v2' ? rest.slice(1) : rest;
}

function wrongArgument(name: string, value: string): string | undefined {
  if (FILTERS.includes(name)) {
    if (value.includes('?')) return `The value of ${name} must not contain "?".`;
    return value.includes('*') && value.includes('|') ? `${name} mixes "*" and "|".` : undefined;
  }
  if (!CONTROLS.includes(name)) return `Unknown parameter ${name}.`;
  if (name === 'order_by') return orderOf(value) === undefined ? 'order_by is "<field> [asc|desc]".' : undefined;
  const isNumber = /^\d+$/.test(value) && (name === 'offset' || Number(value) > 0);
  return isNumber ? undefined : `${name} must be a positive number.`;
}

function matches(value: string, wanted: string): boolean {
  return wanted.includes('*') ? wildcard(wanted.split('*')).test(value) : wanted.split('|').includes(value);
}

function orderOf(text: string): { readonly name: string; readonly sign: number } | undefined {
  const [, name = '', direction] = /^(\w+)(?:\s+(asc|desc))?$/.exec(text) ?? [];
  return FILTERS.includes(name) ? { name, sign: direction === 'desc' ? -1 : 1 } : undefined;
}

function nextLink(call: Call, offset: number, limit: number): string {
  const kept = call.query.filter(([name]) => name !== 'offset' && name !== 'max_records');
  const all = [...kept, ['offset', String(offset)], ['max_records', String(limit)]] as const;
  const [path = ''] = call.target.split('?');
  return `${path}?${all.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

function problem(status: number, code: string, message: string, target = ''): Answer {
  return json(status, { error: { code, message, target } });
}
