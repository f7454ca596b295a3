/** The one way to a backend: HTTP with limits, TLS and login, and every failure told as a `BackendError`. */
import { HttpService } from '@nestjs/axios';
import axios, { type AxiosResponse } from 'axios';
import { type Agent } from 'node:http';
import { type Readable } from 'node:stream';
import { firstValueFrom } from 'rxjs';
import { BackendError, type Clock, type Login, type SourceConnection } from '@gateway/core';
import { type Agents, createAgents } from './agents.js';
import { authorizationFor, withoutSecrets } from './login.js';
import { isOriginPath } from './origin-path.js';
import { readBody } from './read-body.js';
import { errorForTransport, isReset } from './transport-errors.js';
import { type Progress, trackedTransport } from './transport.js';

/** One call to a backend. */
export interface BackendRequest {
  readonly method: 'GET' | 'PATCH' | 'POST';
  /** Path and query on the source's origin; begins with exactly one `/` and holds no dot segment. */
  readonly path: string;
  /** An `authorization` here takes the place of the source's login. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** A whole answer of a backend, whatever its status. */
export interface BackendResponse {
  readonly status: number;
  /** A header by its name in any case. */
  header(name: string): string | undefined;
  /** The body; on a status of 400 and above with our credentials blotted out, should it repeat them. */
  readonly text: string;
  /** The `Date` header (RFC 9110, 6.6.1) minus the middle between our sending and the answer's head, in ms; good to half a second. */
  readonly clockOffsetMs?: number;
  /** The parsed body; throws a `malformed` BackendError when it is not JSON. */
  json(): unknown;
}

/** What a client is made from. */
export interface BackendClientOptions {
  readonly connection: SourceConnection;
  readonly clock: Clock;
  /** How many bytes a body may have once decompressed; 16 MiB unless given. */
  readonly maxBodyBytes?: number;
}

/** A `Date` is in whole seconds, rounded down: on average the clock that wrote it was this much further. */
const HALF_A_SECOND_MS = 500;
const DEFAULT_MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Talks to one source's origin and to nothing else: follows no redirect, uses no proxy. At most two reads are
 * under way at once, over connections that are kept; writes go over connections of their own.
 */
export class BackendClient {
  readonly #connection: SourceConnection;
  readonly #clock: Clock;
  readonly #maxBodyBytes: number;
  readonly #agents: Agents;
  readonly #inFlight = new Set<AbortController>();
  #closed = false;
  readonly #http = new HttpService(
    axios.create({
      adapter: 'http',
      maxRedirects: 0,
      proxy: false,
      transformRequest: (body: unknown) => body,
      validateStatus: () => true,
    }),
  );

  constructor(options: BackendClientOptions) {
    this.#connection = options.connection;
    this.#clock = options.clock;
    this.#maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
    this.#agents = createAgents(options.connection);
  }

  /**
   * Sends a request once and resolves with the whole answer, whatever its status. A read whose kept connection turns
   * out to be closed is sent a second time, over a new one. Throws a `BackendError` and nothing else.
   */
  async request(request: BackendRequest): Promise<BackendResponse> {
    const url = urlFor(this.#connection.url, request.path);
    if (this.#closed) throw new BackendError('unreachable', 'the gateway has closed its connections to this source');
    const abort = new AbortController();
    const onAbort = (): void => abort.abort();
    request.signal.addEventListener('abort', onAbort);
    if (request.signal.aborted) onAbort();
    this.#inFlight.add(abort);
    try {
      return await this.#send(request, url, abort.signal);
    } finally {
      request.signal.removeEventListener('abort', onAbort);
      this.#inFlight.delete(abort);
    }
  }

  /** Ends what is under way and drops every connection; later requests fail as `unreachable`. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const abort of this.#inFlight) abort.abort();
    this.#agents.pooled.destroy();
    this.#agents.fresh.destroy();
  }

  async #send(request: BackendRequest, url: string, signal: AbortSignal): Promise<BackendResponse> {
    const read = request.method === 'GET';
    let attempt = await this.#attempt(request, url, signal, read ? this.#agents.pooled : this.#agents.fresh);
    if (read && 'error' in attempt && attempt.idleClose) {
      attempt = await this.#attempt(request, url, signal, this.#agents.fresh);
    }
    if ('error' in attempt) throw attempt.error;
    return attempt.response;
  }

  async #attempt(request: BackendRequest, url: string, signal: AbortSignal, agent: Agent): Promise<Attempt> {
    const progress: Progress = { connected: false, reusedSocket: false, responded: false, sentAt: this.#clock.now() };
    try {
      return { response: await this.#exchange(request, url, signal, agent, progress) };
    } catch (error) {
      return {
        error: errorForTransport(error, progress, request.method, signal.aborted),
        idleClose: progress.reusedSocket && !progress.responded && !signal.aborted && isReset(error),
      };
    }
  }

  async #exchange(
    request: BackendRequest,
    url: string,
    signal: AbortSignal,
    agent: Agent,
    progress: Progress,
  ): Promise<BackendResponse> {
    const { login } = this.#connection;
    const headers = headersFor(request, login);
    const answer = await firstValueFrom(
      this.#http.request<Readable>({
        url,
        method: request.method,
        headers,
        data: request.body,
        responseType: 'stream', // not among the defaults above: HttpService looks for it here, else it cancels the body
        signal,
        httpAgent: agent,
        httpsAgent: agent,
        transport: trackedTransport(progress, this.#clock),
      }),
    );
    const middle = (progress.sentAt + this.#clock.now()) / 2;
    const body = await readBody(answer.data, this.#maxBodyBytes);
    const text = answer.status < 400 ? body : withoutSecrets(body, login, headers['authorization']);
    return responseFrom(answer, text, middle);
  }
}

/** One sending: the answer, or why there is none and whether a kept connection had been closed under it. */
type Attempt = { readonly response: BackendResponse } | { readonly error: BackendError; readonly idleClose: boolean };

function urlFor(base: string, path: string): string {
  if (isOriginPath(path)) return new URL(base).origin + path;
  throw new BackendError('malformed', 'a path that could lead away from the source is not called');
}

function headersFor(request: BackendRequest, login: Login): Record<string, string> {
  const own = Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const authorization = own['authorization'] ?? authorizationFor(login);
  return {
    accept: 'application/json',
    'user-agent': 'job-gateway',
    ...(request.method === 'GET' ? {} : { 'content-type': 'application/json' }),
    ...own,
    ...(authorization === undefined ? {} : { authorization }),
  };
}

function responseFrom(answer: AxiosResponse, text: string, middle: number): BackendResponse {
  const { status, headers } = answer;
  function header(name: string): string | undefined {
    const value: unknown = headers[name.toLowerCase()];
    return typeof value === 'string' ? value : undefined;
  }
  const clockOffsetMs = Date.parse(header('date') ?? '') + HALF_A_SECOND_MS - middle;
  return {
    status,
    header,
    text,
    ...(Number.isNaN(clockOffsetMs) ? {} : { clockOffsetMs }),
    json: () => parseJson(status, text),
  };
}

/** The error never quotes the body: what is not JSON may be anything. */
function parseJson(status: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const what = text.trim() === '' ? 'is empty' : text.trimStart().startsWith('<') ? 'is HTML or XML' : 'is not JSON';
    throw new BackendError('malformed', `the answer with status ${status} ${what}`, { status });
  }
}
