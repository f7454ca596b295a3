import { serverClock } from '../live/server-clock';
import { ProblemError, problemOf, UnreachableError } from './problem';
import { signInGate } from './sign-in-gate';
import { limitOf, withinLimit } from './time-limit';

const NOT_MODIFIED = 304;

/** What a request may have besides its path. */
export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Rejects with 401 at once. Without it, the request waits for a login and is then repeated. */
  readonly withoutSignIn?: boolean;
}

/** A successful response. */
export interface Reply<T> {
  readonly data: T;
  readonly status: number;
  readonly headers: Headers;
}

/** Sends a request and returns its successful response before the body is read, for streams: only its begin has a time limit. */
export async function open(path: string, options: RequestOptions = {}): Promise<Response> {
  return exchange(path, options, (response) => Promise.resolve(response));
}

/** Sends a request and returns its JSON. Rejects with a `ProblemError`, an `UnreachableError` or a `TimedOutError`. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<Reply<T>> {
  return exchange(path, options, async (response) => {
    const text = await response.text();
    return {
      data: (text === '' ? undefined : JSON.parse(text)) as T,
      status: response.status,
      headers: response.headers,
    };
  });
}

/** Reads a resource as JSON. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await request<T>(path, { signal })).data;
}

/** True for failures that may pass by themselves: the gateway is away, not ready, or busy. */
export function isTemporary(error: unknown): boolean {
  return (
    error instanceof UnreachableError || (error instanceof ProblemError && [429, 502, 503, 504].includes(error.status))
  );
}

/** A key for one attempt of an action. `randomUUID` needs a secure context, `getRandomValues` does not. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Sends a request until it succeeds or fails otherwise than by 401. Each try has its own time limit, a login has none. */
async function exchange<T>(
  path: string,
  options: RequestOptions,
  take: (response: Response) => Promise<T>,
): Promise<T> {
  for (;;) {
    const { error, taken } = await withinLimit(limitOf(options.method), options.signal, async (signal) => {
      const response = await send(path, { ...options, signal });
      if (response.ok || response.status === NOT_MODIFIED) return { taken: await take(response) };
      return { error: await problemOf(response) };
    });
    if (!error) return taken;
    if (error.status !== 401 || options.withoutSignIn) throw error;
    await signInGate.wait(options.signal);
  }
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const began = Date.now();
  const { method = 'GET', headers = {}, signal } = options;
  const response = await fetch(path, { method, headers, signal, credentials: 'same-origin' }).catch(
    (error: unknown) => {
      if (signal?.aborted) throw error;
      throw new UnreachableError('the gateway cannot be reached', { cause: error });
    },
  );
  serverClock.observe(response.headers.get('date'), began);
  return response;
}
