/** For tests: simulators that end with their test, a manual clock, and requests that are sent exactly as given. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ManualTime } from '@gateway/testing/manual-time';
import { type SimulatedBackend } from '../backend.js';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator.js';

/** A clock that stands at noon UTC of 1 March 2026 until a test moves it. */
export function timeAtNoon(): ManualTime {
  return new ManualTime(Date.UTC(2026, 2, 1, 12));
}

/** Starts quiet simulators (one backend of each kind, no jobs) and closes them after each test of the file. */
export function simulators(): (options?: Partial<SimulatorOptions>) => Promise<Simulator> {
  const started: Simulator[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((simulator) => simulator.close()));
  });
  return async (options) => {
    const quiet = { clusters: 1, serviceEngines: 1, unifiedManagers: 1, jobs: 0, churn: 0, latencyMs: 0, seed: 1 };
    const simulator = await startSimulator({ ...quiet, ...options });
    started.push(simulator);
    return simulator;
  };
}

/** What comes back; `body` is parsed where it is JSON. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- whatever the fake says is what is tested
}

/** What to send besides the path. `login: false` sends no login. */
export interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly login?: boolean;
  readonly signal?: AbortSignal;
  readonly tls?: { readonly ca: string; readonly cert?: string; readonly key?: string };
}

/** Sends one request to a backend with its login. The path goes out as it is, dot segments and all. */
export function ask(backend: SimulatedBackend, path: string, sending: Sending = {}): Promise<Reply> {
  const basic = Buffer.from(`${backend.username}:${backend.password}`).toString('base64');
  const headers = { ...(sending.login !== false && { authorization: `Basic ${basic}` }), ...sending.headers };
  return send(backend.url, path, { ...sending, headers });
}

/** Sends one request on a connection of its own. Rejects when no whole answer comes. */
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
