import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';

import { AdapterFactory, type Config, type ConfiguredSource, JobStore, Secret } from '@gateway/core';
import { View } from '@gateway/view';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Test } from '@nestjs/testing';

import { rootModule } from '../../apps/gateway/src/app/app.module.js';
import { appOptions, listen, startApp } from '../../apps/gateway/src/app/create-app.js';
import { createHttpServer } from '../../apps/gateway/src/http/http-server.js';
import { KnownRoutes } from '../../apps/gateway/src/http/known-routes.js';
import { JobWait } from '../../apps/gateway/src/jobs/job-wait.js';
import { createLogger, type GatewayLogger } from '../../apps/gateway/src/logger.js';
import { WatchHub } from '../../apps/gateway/src/watch/watch-hub.js';
import { ApiDescription } from './api-description.js';
import { type FakeAdapter } from './fake-adapter.js';

/** A running gateway and how tests talk to it. An answer that is not as the gateway describes itself fails the test. */
export interface TestGateway {
  readonly url: string;
  /** The log so far, one parsed line each. */
  readonly lines: readonly Record<string, unknown>[];
  /** A request; the body of the answer is parsed where it is JSON. */
  request(method: string, path: string, init?: RequestInit): Promise<TestAnswer>;
  get(path: string): Promise<TestAnswer>;
  patch(path: string): Promise<TestAnswer>;
  /** Polls sources now. */
  poll(...sources: readonly string[]): Promise<void>;
  /** How many requests wait for the end of a job. */
  waiting(): number;
  /** How many watch. */
  watching(): number;
  /** How many are told of changes. */
  historyListeners(): number;
  /** The names of all timers that are set. */
  timers(): readonly string[];
  /** Closes the store under the running gateway. */
  loseStore(): Promise<void>;
  /** Sends bytes as they are and gives all that comes back until the server closes. */
  raw(bytes: string): Promise<string>;
  /** Sends bytes and goes away at once. */
  abandon(bytes: string): Promise<void>;
  close(): Promise<void>;
}

/** What came back. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** Where the store of a test gateway is; `remove` it when done. */
export interface TestFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A folder of its own for a store. */
export async function makeFolder(): Promise<TestFolder> {
  const path = await mkdtemp(join(tmpdir(), 'gateway-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * Starts the real application on a free port with a real embedded store and a backend for each source. Sources poll when
 * the test says so: their interval is an hour.
 */
export async function startGateway(
  backends: Readonly<Record<string, FakeAdapter>>,
  folder?: TestFolder,
): Promise<TestGateway> {
  const home = folder ?? (await makeFolder());
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('debug', {
    write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  const config = configOf(backends, home.path);
  const app = await createAppWith(backends, config, logger);
  const url = await listen(app, config.server);
  const description = ApiDescription.of(app);
  const request = async (method: string, path: string, init: RequestInit = {}): Promise<TestAnswer> => {
    const response = await fetch(url + path, { ...init, method });
    const text = await response.text();
    description.verify(method, path, { status: response.status, headers: response.headers, text });
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  };
  return {
    url,
    lines,
    request,
    get: (path) => request('GET', path),
    patch: (path) => request('PATCH', path),
    poll: async (...sources) => {
      for (const source of sources) await request('POST', `/api/sources/${source}/poll`);
    },
    waiting: () => app.get(JobWait).size,
    watching: () => app.get(WatchHub).size,
    historyListeners: () => app.get(View).history.listeners,
    timers: () => app.get(SchedulerRegistry).getTimeouts(),
    loseStore: () => app.get(JobStore).close(),
    raw: (bytes) => exchange(new URL(url), bytes),
    abandon: (bytes) => abandon(new URL(url), bytes),
    close: async () => {
      await app.close();
      if (!folder) await home.remove();
    },
  };
}

/** The real application; only its adapters are replaced. */
async function createAppWith(
  backends: Readonly<Record<string, FakeAdapter>>,
  config: Config,
  logger: GatewayLogger,
): Promise<NestFastifyApplication> {
  const routes = new KnownRoutes();
  const module = await Test.createTestingModule({ imports: [rootModule(config, { logger }, routes)] })
    .overrideProvider(AdapterFactory)
    .useValue({ create: ({ source }: ConfiguredSource) => backends[source.name] })
    .compile();
  const server = createHttpServer(logger, routes);
  return startApp(module.createNestApplication<NestFastifyApplication>(server, appOptions(logger)));
}

function configOf(backends: Readonly<Record<string, FakeAdapter>>, path: string): Config {
  return {
    server: { host: '127.0.0.1', port: 0 },
    store: { kind: 'embedded', path },
    retention: { terminalMs: 100 * 365 * 86_400_000, maxJobs: 1_000_000 },
    sources: Object.entries(backends).map(([name, { kind }]) => ({
      source: {
        name,
        kind,
        url: 'https://10.0.0.1',
        backendFingerprint: 'first',
        labels: {},
        intervalMs: 3_600_000,
        timeoutMs: 30_000,
      },
      connection: {
        url: 'https://10.0.0.1',
        basePath: '/api',
        login: { type: 'bearer', token: new Secret('t0p-secret') },
        tls: { insecure: false },
      },
    })),
  };
}

async function exchange({ hostname, port }: URL, bytes: string): Promise<string> {
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return readAll(socket);
}

async function abandon({ hostname, port }: URL, bytes: string): Promise<void> {
  const socket = connect(Number(port), hostname);
  socket.write(bytes, () => socket.destroy());
  await once(socket, 'close');
}
