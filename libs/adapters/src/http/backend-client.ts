/** The HTTP client of all adapters: login, TLS and limits; every failure is a `BackendError`. */
import { type Agent } from 'node:http';
import { type Readable } from 'node:stream';

import { BackendError, type Clock, inSpan, type Login, type SourceConnection } from '@gateway/core';
import { HttpService } from '@nestjs/axios';
import axios from 'axios';
import { firstValueFrom } from 'rxjs';

import { type Agents, type ConnectionTimes, createAgents } from './agents.js';
import { type BackendResponse, readResponse } from './backend-response.js';
import { authorizationFor, withoutSecrets } from './login.js';
import { isOriginPath, MAX_PATH_LENGTH } from './origin-path.js';
import { type Progress, trackedTransport } from './transport.js';
import { errorForTransport, isReset } from './transport-errors.js';

/** One request to a backend. */
export interface BackendRequest {
  readonly method: 'GET' | 'PATCH' | 'POST';
  /** Path and query on the source's origin; see `isOriginPath`. At most `MAX_PATH_LENGTH` characters. */
  readonly path: string;
  /** An `authorization` here replaces the login of the source. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** The settings of a client. */
export interface BackendClientOptions extends ConnectionTimes {
  readonly connection: SourceConnection;
  readonly clock: Clock;
  /** Maximum size of a body, compressed or not. */
  readonly maxBodyBytes: number;
}

/**
 * Sends requests to the origin of one source only, without redirects, and through no proxy but the configured one.
 * Reads reuse at most two connections; each write opens its own.
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
      proxy: false, // not that of the environment; `createAgents` uses the configured one
      transformRequest: (body: unknown) => body,
      validateStatus: () => true,
    }),
  );

  constructor(options: BackendClientOptions) {
    this.#connection = options.connection;
    this.#clock = options.clock;
    this.#maxBodyBytes = options.maxBodyBytes;
    this.#agents = createAgents(options.connection, options);
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
      return await this.#traced(request, url, abort.signal);
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

  /** A span for each request, whose context the backend receives. Its query can contain texts of clients. */
  #traced(request: BackendRequest, url: string, signal: AbortSignal): Promise<BackendResponse> {
    const { hostname, pathname, port, protocol } = new URL(url);
    const attributes = {
      'http.request.method': request.method,
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
      'url.path': pathname,
    };
    return inSpan({ name: request.method, kind: 'client', attributes }, async (span) => {
      const response = await this.#send(
        { ...request, headers: { ...request.headers, ...span.headers() } },
        url,
        signal,
      );
      span.set({ 'http.response.status_code': response.status });
      return response;
    });
  }

  async #attempt(request: BackendRequest, url: string, signal: AbortSignal, agent: Agent): Promise<Attempt> {
    const progress: Progress = {
      connected: false,
      isProxied: this.#connection.proxy !== undefined,
      reusedSocket: false,
      responded: false,
      sentAt: this.#clock.now(),
    };
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
    return readResponse(response, {
      maxBodyBytes: this.#maxBodyBytes,
      signal,
      middle: (progress.sentAt + this.#clock.now()) / 2,
      withoutSecrets: (text) => withoutSecrets(text, login, headers['authorization']),
    });
  }
}

/**
 * The result of one attempt. `idleClose`: the backend had closed the reused connection before it received the request.
 */
type Attempt = { readonly response: BackendResponse } | { readonly error: BackendError; readonly idleClose: boolean };

function urlFor(base: string, path: string): string {
  const isTooLong = path.length > MAX_PATH_LENGTH;
  if (!isTooLong && isOriginPath(path)) return new URL(base).origin + path;
  const reason = isTooLong ? `is longer than ${MAX_PATH_LENGTH} characters` : 'leaves the origin of the source';
  throw new BackendError('malformed', `the path ${reason}, so the request was not sent`);
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
