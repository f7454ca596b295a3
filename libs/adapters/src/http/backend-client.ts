/** The HTTP client of all adapters: login, TLS and limits; every failure is a `BackendError`. */
import { type Agent } from 'node:http';
import { type Readable } from 'node:stream';

import { BackendError, type Clock, type Login, type SourceConnection } from '@gateway/core';
import { HttpService } from '@nestjs/axios';
import axios, { type AxiosResponse } from 'axios';
import { firstValueFrom } from 'rxjs';

import { type PageForm, type PageReading, parseJson, parsePage } from '../json/parse-json.js';
import { type Agents, createAgents } from './agents.js';
import { authorizationFor, withoutSecrets } from './login.js';
import { isOriginPath } from './origin-path.js';
import { type Body, hashOf, readBody } from './read-body.js';
import { type Progress, trackedTransport } from './transport.js';
import { errorForTransport, isReset } from './transport-errors.js';

/** One request to a backend. */
export interface BackendRequest {
  readonly method: 'GET' | 'PATCH' | 'POST';
  /** Path and query on the source's origin; see `isOriginPath`. */
  readonly path: string;
  /** An `authorization` here replaces the login of the source. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** A complete response, with any status. */
export interface BackendResponse {
  readonly status: number;
  /** The value of a header; the name is case-insensitive. */
  header(name: string): string | undefined;
  /** Number of bytes of the decompressed body. */
  readonly size: number;
  /**
   * The body, decoded at each access. With a status of 400 or above, `[secret]` replaces the credentials of the source,
   * and a body of more than 64 kB is left out: the status is enough.
   */
  readonly text: string;
  /** The hash of the body, without decoding it. */
  hash(): Promise<string>;
  /**
   * The backend's clock minus the gateway's in ms, accurate to half a second. Compares the `Date` header (RFC 9110,
   * 6.6.1) with the middle between sending the request and receiving the head of the response.
   */
  readonly clockOffsetMs?: number;
  /** The parsed body; throws a `malformed` BackendError if it is not JSON or too large to be a single object. */
  json(): unknown;
  /** Parses a body with a list of records, some at a time; see `parsePage`. */
  page(form: PageForm): PageReading;
}

/** The settings of a client. */
export interface BackendClientOptions {
  readonly connection: SourceConnection;
  readonly clock: Clock;
  /** Maximum size of a decompressed body. @default 16 MiB */
  readonly maxBodyBytes?: number;
  /** How long a connection for reads may be idle before the client closes it. @default 3.5 s */
  readonly idleMs?: number;
}

/** A `Date` header is rounded down to whole seconds, so on average the clock is this much ahead of it. */
const HALF_A_SECOND_MS = 500;
const DEFAULT_MAX_BODY_BYTES = 16 * 1024 * 1024;
/** Longer bodies of error responses are not read. */
const MAX_ERROR_BYTES = 64 * 1024;

/**
 * Sends requests to the origin of one source only: no redirects, no proxy. Reads reuse at most two connections; each
 * write opens its own.
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
      decompress: false, // done by `readBody`
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
    this.#agents = createAgents(options.connection, options.idleMs);
  }

  /**
   * Sends a request once and returns the complete response, with any status. If a read fails because the backend had
   * closed the reused connection, it is sent once more over a new one. Throws `BackendError` only.
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

  /** Aborts all requests and closes all connections; later requests fail with `unreachable`. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const abort of this.#inFlight) abort.abort();
    this.#agents.pooled.destroy();
    this.#agents.unpooled.destroy();
  }

  async #send(request: BackendRequest, url: string, signal: AbortSignal): Promise<BackendResponse> {
    const read = request.method === 'GET';
    let attempt = await this.#attempt(request, url, signal, read ? this.#agents.pooled : this.#agents.unpooled);
    if (read && 'error' in attempt && attempt.idleClose) {
      attempt = await this.#attempt(request, url, signal, this.#agents.unpooled);
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
        error: errorForTransport(progress.refused ?? error, progress, request.method, signal.aborted),
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
    const response = await firstValueFrom(
      this.#http.request<Readable>({
        url,
        method: request.method,
        headers,
        data: request.body,
        responseType: 'stream', // must be set here: HttpService ignores the instance default and aborts the body
        signal,
        httpAgent: agent,
        httpsAgent: agent,
        transport: trackedTransport(progress, this.#clock),
      }),
    );
    const middle = (progress.sentAt + this.#clock.now()) / 2;
    const body = await bodyOf(response, this.#maxBodyBytes);
    return toBackendResponse(response, body, middle, (text) => withoutSecrets(text, login, headers['authorization']));
  }
}

/**
 * The result of one attempt. `idleClose`: the backend had closed the reused connection before it received the request.
 */
type Attempt = { readonly response: BackendResponse } | { readonly error: BackendError; readonly idleClose: boolean };

function urlFor(base: string, path: string): string {
  if (isOriginPath(path)) return new URL(base).origin + path;
  throw new BackendError('malformed', 'the path leaves the origin of the source, so the request was not sent');
}

function headersFor(request: BackendRequest, login: Login): Record<string, string> {
  const own = Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const authorization = own['authorization'] ?? authorizationFor(login);
  return {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': 'job-gateway',
    ...(request.method === 'GET' ? {} : { 'content-type': 'application/json' }),
    ...own,
    ...(authorization === undefined ? {} : { authorization }),
  };
}

/** The body; none if that of an error is too long to be read. Throws as `readBody`. */
async function bodyOf(response: AxiosResponse<Readable>, maxBytes: number): Promise<Body> {
  const isError = response.status >= 400;
  try {
    const encoding = headerOf(response, 'content-encoding');
    return await readBody(response.data, encoding, isError ? Math.min(maxBytes, MAX_ERROR_BYTES) : maxBytes);
  } catch (error) {
    if (isError && error instanceof BackendError) return [];
    throw error;
  }
}

function headerOf({ headers }: AxiosResponse, name: string): string | undefined {
  const value: unknown = headers[name.toLowerCase()];
  return typeof value === 'string' ? value : undefined;
}

function toBackendResponse(
  response: AxiosResponse,
  body: Body,
  middle: number,
  withoutSecrets: (text: string) => string,
): BackendResponse {
  const { status } = response;
  const bytes = (): Buffer => Buffer.concat(body);
  const shown = (): Buffer => (status < 400 ? bytes() : Buffer.from(withoutSecrets(bytes().toString('utf8'))));
  const clockOffsetMs = Date.parse(headerOf(response, 'date') ?? '') + HALF_A_SECOND_MS - middle;
  return {
    status,
    header: (name) => headerOf(response, name),
    size: body.reduce((sum, { length }) => sum + length, 0),
    get text() {
      return shown().toString('utf8');
    },
    hash: () => hashOf(body),
    ...(Number.isNaN(clockOffsetMs) ? {} : { clockOffsetMs }),
    json: () => parseJson(shown(), status),
    page: (form) => parsePage(bytes(), status, form),
  };
}
