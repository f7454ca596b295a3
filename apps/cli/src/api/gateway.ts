import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import createClient, { type Client } from 'openapi-fetch';

import { type paths } from '../../../../libs/api/src/schema.js';
import { ProblemError, reasonOf, UnreachableError } from './errors.js';
import { EventParser, type ServerEvent } from './event-parser.js';
import { type Target } from './target.js';
import { makeTransport, type Send } from './transport.js';
import {
  type ActionName,
  type ActionQuery,
  type BulkAction,
  type BulkPreview,
  type Filters,
  type Job,
  type JobQuery,
  type Problem,
  type SourceQuery,
} from './types.js';

/** A watch without any byte for this long has lost its connection: the gateway sends a bookmark every ten seconds. */
const SILENCE_MS = 25_000;
/** An action whose answer was lost is repeated under its key this often. */
const REPETITIONS = 2;
/** A response may arrive this much after the time that the gateway waits for a job. */
const WAIT_MARGIN_MS = 15_000;

/** What `openapi-fetch` sends a request with. */
type Fetch = (request: Request) => Promise<Response>;

/** What `openapi-fetch` returns. */
interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The calls of the API. Each throws a `ProblemError` for an error response and an `UnreachableError` without one. */
export class Gateway {
  readonly #client: Client<paths>;
  readonly #send: Send;
  readonly #headers: Readonly<Record<string, string>>;
  #clockOffsetMs = 0;

  constructor(
    readonly target: Target,
    private readonly timeoutMs: number,
    private readonly silenceMs = SILENCE_MS,
  ) {
    const { ca, token, url: baseUrl } = target;
    this.#send = makeTransport(ca);
    this.#headers = {
      'accept-encoding': 'gzip',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    this.#client = createClient<paths>({ baseUrl, headers: this.#headers });
  }

  /** The gateway's time, from its last response. */
  now(): number {
    return Date.now() + this.#clockOffsetMs;
  }

  /** A page of jobs, or their count. */
  listJobs(query: JobQuery) {
    return this.#answer((fetch) => this.#client.GET('/api/jobs', { params: { query }, fetch }), query);
  }

  /** Counts of jobs, grouped by fields. */
  summarizeJobs(query: Filters & { readonly group_by: string }) {
    return this.#answer((fetch) => this.#client.GET('/api/jobs/summary', { params: { query }, fetch }), query);
  }

  /** One job. With `wait`, after it has ended or after that many seconds. */
  async getJob(id: string, wait?: number): Promise<Job> {
    const params = { path: { id }, ...(wait !== undefined && { query: { wait } }) };
    const timeoutMs = wait === undefined ? this.timeoutMs : wait * 1_000 + WAIT_MARGIN_MS;
    const send = (fetch: Fetch) => this.#client.GET('/api/jobs/{id}', { params, fetch });
    // Without `fields` it is complete.
    return (await this.#answer(send, {}, timeoutMs)) as Job;
  }

  /** Sends an action for one job, once. */
  act(id: string, action: ActionName) {
    const header = { 'Idempotency-Key': randomUUID() };
    const params = { path: { id }, query: { action }, header };
    return this.#repeated(() =>
      this.#answer((fetch) => this.#client.PATCH('/api/jobs/{id}', { params, fetch }), { action }),
    );
  }

  /** Counts the jobs to which an action on all matches would be sent. */
  async preview(filters: Filters, action: ActionName): Promise<BulkPreview> {
    const query = { ...filters, action, dry_run: true };
    return (await this.#answer(
      (fetch) => this.#client.PATCH('/api/jobs', { params: { query }, fetch }),
      filters,
    )) as BulkPreview;
  }

  /** Starts the action that was previewed. Returns its id. */
  async confirm(filters: Filters, action: ActionName, confirm: string): Promise<string> {
    const params = { query: { ...filters, action, confirm }, header: { 'Idempotency-Key': randomUUID() } };
    let location = '';
    await this.#repeated(() =>
      this.#answer(async (fetch) => {
        const answer = await this.#client.PATCH('/api/jobs', { params, fetch });
        location = answer.response.headers.get('location') ?? '';
        return answer;
      }, filters),
    );
    return location.slice(location.lastIndexOf('/') + 1);
  }

  /** The progress of an action on many jobs. */
  getBulk(id: string): Promise<BulkAction> {
    const params = { path: { id } };
    return this.#answer((fetch) => this.#client.GET('/api/bulk-actions/{id}', { params, fetch }));
  }

  /** Stops an action on many jobs. */
  stopBulk(id: string): Promise<BulkAction> {
    const params = { path: { id } };
    return this.#answer((fetch) => this.#client.DELETE('/api/bulk-actions/{id}', { params, fetch }));
  }

  /** A page of sources. */
  listSources(query: SourceQuery, timeoutMs?: number) {
    return this.#answer((fetch) => this.#client.GET('/api/sources', { params: { query }, fetch }), query, timeoutMs);
  }

  /** Polls a source and returns it after the poll. */
  pollSource(name: string) {
    const params = { path: { name } };
    return this.#answer((fetch) => this.#client.POST('/api/sources/{name}/poll', { params, fetch }));
  }

  /** A page of the audit trail. */
  listActions(query: ActionQuery) {
    return this.#answer((fetch) => this.#client.GET('/api/actions', { params: { query }, fetch }), query);
  }

  /** Who the caller is. */
  me() {
    return this.#answer((fetch) => this.#client.GET('/api/me', { fetch }));
  }

  /** The events of a watch from a revision on. It ends when the connection does, and throws when it breaks. */
  async *watch(filters: Filters, after: string, stop: AbortSignal): AsyncGenerator<ServerEvent> {
    const connection = new AbortController();
    const end = (): void => connection.abort();
    let isSilent = false;
    const timer = setTimeout(() => {
      isSilent = true;
      end();
    }, this.silenceMs);
    if (stop.aborted) end();
    stop.addEventListener('abort', end);
    try {
      const query = new URLSearchParams({ ...filters, after }).toString();
      const url = `${this.target.url}/api/jobs/watch?${query}`;
      const response = await this.#send(new Request(url, { headers: this.#headers }), connection.signal);
      if (!response.ok) throw this.#problem({ error: await response.text(), response }, filters);
      const decoder = new TextDecoder();
      const parser = new EventParser();
      for await (const bytes of response.body as AsyncIterable<Uint8Array>) {
        timer.refresh();
        yield* parser.feed(decoder.decode(bytes, { stream: true }));
      }
    } catch (error) {
      if (error instanceof ProblemError || stop.aborted) throw error;
      throw new UnreachableError(this.target, isSilent ? 'no sign of life' : reasonOf(error), error);
    } finally {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      end();
    }
  }

  async #answer<T>(
    send: (fetch: Fetch) => Promise<Answer<T>>,
    query: object = {},
    timeoutMs = this.timeoutMs,
  ): Promise<T> {
    const signal = AbortSignal.timeout(timeoutMs);
    let answer: Answer<T>;
    try {
      answer = await send((request) => this.#send(request, signal));
    } catch (error) {
      const reason = signal.aborted ? `no answer within ${timeoutMs / 1_000} s` : reasonOf(error);
      throw new UnreachableError(this.target, reason, error);
    }
    const date = Date.parse(answer.response.headers.get('date') ?? '');
    // The header has whole seconds: smaller differences say nothing.
    if (Math.abs(date - Date.now()) > 2_000) this.#clockOffsetMs = date - Date.now();
    if (!answer.response.ok) throw this.#problem(answer, query as Filters);
    return answer.data as T;
  }

  /** The error of a response that is not a success. */
  #problem({ error, response }: Answer<unknown>, query: Filters): Error {
    const problem = readProblem(error);
    if (problem === undefined) {
      return new UnreachableError(this.target, `status ${response.status}, and not the answer of a job gateway`);
    }
    const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
    const retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : undefined;
    return new ProblemError(problem, { context: this.target.context, query, retryAfterSeconds });
  }

  /** Repeats a request with an idempotency key if its answer was lost, or if the first one is still in progress. */
  async #repeated<T>(send: () => Promise<T>): Promise<T> {
    for (let left = REPETITIONS; ; left -= 1) {
      try {
        return await send();
      } catch (error) {
        const isLost = error instanceof UnreachableError && error.reason !== 'ECONNREFUSED';
        const isInProgress = error instanceof ProblemError && error.slug === 'key-in-use';
        if (left === 0 || !(isLost || isInProgress)) throw error;
        await delay(1_000);
      }
    }
  }
}

function readProblem(error: unknown): Problem | undefined {
  let value = error;
  if (typeof value === 'string') {
    try {
      value = JSON.parse(value) as unknown;
    } catch {
      return undefined;
    }
  }
  const { error: envelope, type } = (value ?? {}) as Partial<Problem>;
  return typeof type === 'string' && envelope !== undefined ? (value as Problem) : undefined;
}
