/** A real gateway over real simulated backends, in this process, for end-to-end tests. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Config, type ConfiguredSource, Secret } from '@gateway/core';

import { createApp, listen } from '../../apps/gateway/src/app/create-app.js';
import { createLogger } from '../../apps/gateway/src/logger.js';
import { ApiDescription } from './api-description.js';
import { type SimulatedBackend } from '../../apps/simulator/src/simulator.js';

/** The two kinds of store a gateway can run on. */
export const STORE_KINDS = ['embedded', 'redis'] as const;

/** An answer of the gateway; `body` is its JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** A gateway under test. Every answer that is not as the gateway's own description has it fails the test. */
export interface RunningGateway {
  readonly url: string;
  /** Every log line so far, as written. */
  readonly log: readonly string[];
  get(path: string): Promise<Answer>;
  patch(path: string): Promise<Answer>;
  post(path: string): Promise<Answer>;
  /** Sends a path exactly as it stands, where `fetch` would fold dot segments, and gives the status. */
  raw(method: string, path: string): Promise<number>;
  /** Every route of the server as `METHOD /path/{name}`, HEAD left out: each GET has it (RFC 9110, 9.1). */
  routes(): readonly string[];
  /** Asks for a job again and again until it fits, and gives it. Fails after ten seconds, showing the last answer. */
  job(id: string, fits: (job: Answer['body']) => boolean): Promise<Answer['body']>;
  stop(): Promise<void>;
}

/** Where a store keeps its things between the gateways of one test; `remove` it at the end. */
export interface Home {
  readonly store: Config['store'];
  remove(): Promise<void>;
}

/** A home of its own for a store of this kind. */
export async function makeHome(kind: (typeof STORE_KINDS)[number]): Promise<Home> {
  if (kind === 'redis') {
    const url = new Secret(process.env.TEST_REDIS_URL as string);
    return { store: { kind, url, namespace: `test-${randomUUID()}` }, remove: async () => undefined };
  }
  const path = await mkdtemp(join(tmpdir(), 'gateway-end-to-end-'));
  return { store: { kind, path }, remove: () => rm(path, { recursive: true, force: true }) };
}

/** How a test's source differs from the usual: polled five times a second, given up after two seconds. */
export interface SourceSettings {
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  readonly password?: Secret;
  readonly tls?: ConfiguredSource['connection']['tls'];
}

/** The configuration of a source for a simulated backend. */
export function sourceFor(backend: SimulatedBackend, settings: SourceSettings = {}): ConfiguredSource {
  const { name, kind, url, username } = backend;
  const { intervalMs = 200, timeoutMs = 2_000, tls = { insecure: false } } = settings;
  const password = settings.password ?? new Secret(backend.password);
  return {
    source: { name, kind, url, backendFingerprint: url, labels: { site: 'lab' }, intervalMs, timeoutMs },
    connection: { url, basePath: '/api', login: { type: 'basic', username, password }, tls },
  };
}

/** Starts a gateway on a free port. */
export async function startGateway(home: Home, sources: readonly ConfiguredSource[]): Promise<RunningGateway> {
  const log: string[] = [];
  const config: Config = {
    server: { host: '127.0.0.1', port: 0 },
    store: home.store,
    retention: { terminalMs: 365 * 86_400_000, maxJobs: 1_000_000 },
    sources,
  };
  const app = await createApp(config, { logger: createLogger('debug', { write: (line) => void log.push(line) }) });
  const url = await listen(app, config.server);
  const description = ApiDescription.of(app);
  const call = async (method: string, path: string): Promise<Answer> => {
    const response = await fetch(url + path, { method });
    const text = await response.text();
    description.verify(method, path, { status: response.status, headers: response.headers, text });
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  };
  const get = (path: string): Promise<Answer> => call('GET', path);
  return {
    url,
    log,
    get,
    patch: (path) => call('PATCH', path),
    post: (path) => call('POST', path),
    raw: (method, path) => statusOf(url, method, path),
    routes: () => printedRoutes(app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false })),
    job: async (id, fits) =>
      (
        await until(
          () => get(`/api/jobs/${id}`),
          ({ status, body }) => status === 200 && fits(body),
        )
      ).body,
    stop: () => app.close(),
  };
}

/** Reads Fastify's drawing of its routes: a line each, indented by four for each branch, of which it names the rest. */
function printedRoutes(drawing: string): readonly string[] {
  const branch: string[] = [];
  return drawing.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S*) \(([A-Z, ]+)\)$/.exec(line) ?? [];
    branch.splice(indent.length / 4, Infinity, part);
    const path = branch.join('').replaceAll(/:(\w+)/g, '{$1}');
    return methods.split(', ').flatMap((method) => (method === '' || method === 'HEAD' ? [] : [`${method} ${path}`]));
  });
}

function statusOf(url: string, method: string, path: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject).end();
  });
}

const PATIENCE_MS = 10_000;

/** Asks until the answer fits, and gives it. Fails after ten seconds, showing the last answer. */
export async function until<T>(ask: () => Promise<T> | T, fits: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain; the last answer was ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
