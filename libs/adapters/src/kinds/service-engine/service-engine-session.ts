/** Signs in to a Service Engine for a token and renews it once for all callers. */
import { BackendError, type Clock, type Login, type SourceConnection } from '@gateway/core';
import { type BackendClient } from '../../http/backend-client.js';
import { errorForResponse } from '../../http/response-errors.js';
import { readExpiry } from './jwt-expiry.js';
import { readToken } from './service-engine.wire.js';

/** A token is renewed this long before it ends, or after nine tenths of a life shorter than ten times this. */
const RENEW_BEFORE_MS = 60_000;

/** A sign-in under way and how many callers still wait for it. */
interface SignIn {
  readonly token: Promise<string>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * Holds the token of one source. However many callers need one at the same time, one sign-in is sent; it is given up
 * when the last of them has gone.
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

  /** A token that has not ended. Throws `unauthorized` when the login is refused; never `outcome_unknown`. */
  async token(signal: AbortSignal): Promise<string> {
    const held = this.#token;
    return held && this.#clock.now() < held.renewAt ? held.text : this.#shared(signal);
  }

  /** A token other than `refused`, which the backend no longer takes; throws as `token` does. */
  async renewed(refused: string, signal: AbortSignal): Promise<string> {
    if (this.#token?.text === refused) this.#token = undefined;
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
    const body = JSON.stringify({ username: this.#login.username, password: this.#password() });
    const response = await this.#client
      .request({ method: 'POST', path: this.#path, body, signal })
      .catch((error: unknown) => {
        // Signing in changes nothing, so a lost answer leaves nothing unknown.
        const lost = error instanceof BackendError && error.code === 'outcome_unknown';
        throw lost ? new BackendError('unreachable', 'the answer to the sign-in was lost') : error;
      });
    if (response.status < 200 || response.status > 299) throw errorForResponse(response);
    const text = readToken(response.json());
    this.#token = { text, renewAt: this.#renewAt(text, response.clockOffsetMs ?? 0) };
    return text;
  }

  /** By our clock. A token without an end, or one that seems to have ended already, is used until it is refused. */
  #renewAt(token: string, clockOffsetMs: number): number {
    const now = this.#clock.now();
    const lifeMs = (readExpiry(token) ?? Infinity) - clockOffsetMs - now;
    return lifeMs > 0 ? now + lifeMs - Math.min(RENEW_BEFORE_MS, lifeMs / 10) : Infinity;
  }

  #password(): string {
    try {
      return this.#login.password.reveal();
    } catch {
      // The reason may name a file; what a person needs is in the configuration.
      throw new BackendError('unauthorized', 'the secret of the login cannot be read');
    }
  }
}

function notInTime(): BackendError {
  return new BackendError('unreachable', 'the sign-in did not end in the time allowed');
}

/** The promise's outcome, or `unreachable` as soon as the signal aborts. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    function onAbort(): void {
      reject(notInTime());
    }
    signal.addEventListener('abort', onAbort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
