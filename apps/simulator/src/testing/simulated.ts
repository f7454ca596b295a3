/** For tests: simulators that are closed after each test, a manual clock, and plain requests. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

import { ManualTime } from '@gateway/testing/manual-time';

import { forEachKind } from '../kinds.js';
import { type SimulatedBackend } from '../simulated-backend.js';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator.js';

/** A clock that stands at 12:00 UTC of 1 March 2026 until a test moves it. */
export function timeAtNoon(): ManualTime {
  return new ManualTime(Date.UTC(2026, 2, 1, 12));
}

/**
 * Starts simulators, by default with one backend of each kind and no jobs, and closes them after each test of the
 * file.
 */
export function simulators(): (options?: Partial<SimulatorOptions>) => Promise<Simulator> {
  const started: Simulator[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((simulator) => simulator.close()));
  });
  return async (options) => {
    const quiet = { jobs: 0, churn: 0, latencyMs: 0, seed: 1 };
    const backends = { ...forEachKind(() => 1), ...options?.backends };
    const simulator = await startSimulator({ ...quiet, ...options, backends });
    started.push(simulator);
    return simulator;
  };
}

/** A received answer; `body` is parsed JSON, or `undefined`. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests assert on it
}

/** A request without its path. `login: false` sends no login. */
export interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly login?: boolean;
  readonly signal?: AbortSignal;
  readonly tls?: { readonly ca: string; readonly cert?: string; readonly key?: string };
}

/** Sends one request to a backend with its login. The path is sent unchanged, with dot segments. */
export function callBackend(backend: SimulatedBackend, path: string, sending: Sending = {}): Promise<Reply> {
  const basic = Buffer.from(`${backend.username}:${backend.password}`).toString('base64');
  const headers = { ...(sending.login !== false && { authorization: `Basic ${basic}` }), ...sending.headers };
  return send(backend.url, path, { ...sending, headers });
}

/** Sends one request on a new connection. Rejects unless it receives a complete answer. */
export function send(origin: string, path: string, sending: Sending = {}): Promise<Reply> {
  const { hostname, port, protocol } = new URL(origin);
  const { method = 'GET', headers = {}, body, signal, tls } = sending;
  const options = { hostname, port, path, method, headers, agent: false as const, ...(signal && { signal }), ...tls };
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? httpsRequest : httpRequest)(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
      });
    });
    request.on('error', reject);
    request.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
