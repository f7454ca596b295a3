import { BackendError, type Clock, type Login, type SourceConnection } from '@gateway/core';

import { type BackendClient } from '../../http/backend-client.js';
import { errorForResponse } from '../../http/response-errors.js';
import { readExpiry } from './jwt-expiry.js';
import { readToken } from './service-engine.wire.js';

/**
 * A token is renewed this long before it expires, or, if it is valid for less than ten minutes, after nine tenths of
 * that.
 */
const RENEW_BEFORE_MS = 60_000;

/** A sign-in in progress and the number of callers that wait for it. */
interface SignIn {
  readonly token: Promise<string>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * Holds the token of one Service Engine and renews it. Concurrent callers share one sign-in, which is aborted when no
 * caller waits for it any more.
 */
export class ServiceEngineSession {
  readonly #client: BackendClient;
  readonly #path: string;
  readonly #login: Extract<Login, { type: 'basic' }>;
  readonly #clock: Clock;
  #token: { readonly text: string; readonly renewAt: number } | undefined;
  #signIn: SignIn | undefined;

  constructor(
    client: BackendClient,
    connection: Pick<SourceConnection, 'basePath'>,
    login: Extract<Login, { type: 'basic' }>,
    clock: Clock,
  ) {
    this.#client = client;
    this.#path = `${connection.basePath}/v2.1/auth/signin`;
    this.#login = login;
    this.#clock = clock;
  }

  /** A token that has not expired. Throws `unauthorized` if the backend refuses the login; never `outcome_unknown`. */
  async token(signal: AbortSignal): Promise<string> {
    const held = this.#token;
    return held && this.#clock.now() < held.renewAt ? held.text : this.#shared(signal);
  }

  /** A token in place of `rejected`, which the backend no longer accepts. Throws as `token` does. */
  async renewed(rejected: string, signal: AbortSignal): Promise<string> {
    if (this.#token?.text === rejected) this.#token = undefined;
    return this.token(signal);
  }

  async #shared(signal: AbortSignal): Promise<string> {
    if (signal.aborted) throw notInTime();
    const signIn = (this.#signIn ??= this.#start());
    signIn.waiting += 1;
    try {
      return await orAborted(signIn.token, signal);
    } finally {
      signIn.waiting -= 1;
      if (signIn.waiting === 0) {
        signIn.abort.abort();
        this.#signIn = undefined;
      }
    }
  }

  #start(): SignIn {
    const abort = new AbortController();
    return { token: this.#send(abort.signal), abort, waiting: 0 };
  }

  async #send(signal: AbortSignal): Promise<string> {
    const body = JSON.stringify({ username: this.#login.username, password: this.#login.password.reveal() });
    const response = await this.#client
      .request({ method: 'POST', path: this.#path, body, signal })
      .catch((error: unknown) => {
        // A sign-in changes nothing on the backend, so a lost response leaves no unknown outcome.
        const lost = error instanceof BackendError && error.code === 'outcome_unknown';
        throw lost ? new BackendError('unreachable', 'the response to the sign-in was lost') : error;
      });
    if (response.status < 200 || response.status > 299) throw errorForResponse(response);
    const text = readToken(response.json());
    this.#token = { text, renewAt: this.#renewAt(text, response.clockOffsetMs ?? 0) };
    return text;
  }

  /**
   * By the gateway's clock. A token that has no expiry, or whose expiry is past, is used until the backend rejects it.
   */
  #renewAt(token: string, clockOffsetMs: number): number {
    const now = this.#clock.now();
    const ttlMs = (readExpiry(token) ?? Infinity) - clockOffsetMs - now;
    return ttlMs > 0 ? now + ttlMs - Math.min(RENEW_BEFORE_MS, ttlMs / 10) : Infinity;
  }
}

function notInTime(): BackendError {
  return new BackendError('unreachable', 'the sign-in did not finish before the deadline');
}

/** The result of the promise, or `unreachable` as soon as the signal aborts. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    function onAbort(): void {
      reject(notInTime());
    }
    signal.addEventListener('abort', onAbort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
