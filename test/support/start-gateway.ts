/** The real application in this process, for tests. */
import {
  type AccessConfig,
  ActionStore,
  AdapterFactory,
  Clock,
  type Config,
  type ConfiguredSource,
  JobStore,
  type Limits,
  type ServerConfig,
  type ServerTls,
  type SourceScope,
  systemClock,
} from '@gateway/core';
import { type FakeAdapter } from '@gateway/testing/fake-adapter';
import { readUntil } from '@gateway/testing/until';
import { View } from '@gateway/view';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Test } from '@nestjs/testing';

import { Access } from '../../apps/gateway/src/access/access.js';
import { setSignedIn } from '../../apps/gateway/src/access/request-access.js';
import { SignedIn } from '../../apps/gateway/src/access/signed-in.js';
import { rootModule } from '../../apps/gateway/src/app/app.module.js';
import { appOptions, createApp, initApp, listen, startApp } from '../../apps/gateway/src/app/create-app.js';
import { type ConnectionLimits, connectionLimits } from '../../apps/gateway/src/connections/connection-limits.js';
import { Connections } from '../../apps/gateway/src/connections/connections.js';
import { ServerCertificate } from '../../apps/gateway/src/connections/server-certificate.js';
import { createHttpServer } from '../../apps/gateway/src/http/http-server.js';
import { KnownRoutes } from '../../apps/gateway/src/http/known-routes.js';
import { RequestGate } from '../../apps/gateway/src/http/request-gate.js';
import { RequestLatency } from '../../apps/gateway/src/http/request-latency.js';
import { RequestRates } from '../../apps/gateway/src/http/request-rates.js';
import { makeSecurityHeaders } from '../../apps/gateway/src/http/security-headers.js';
import { JobWait } from '../../apps/gateway/src/jobs/job-wait.js';
import { createLogger, type GatewayLogger } from '../../apps/gateway/src/logger.js';
import { type Tracing } from '../../apps/gateway/src/tracing/start-tracing.js';
import { WatchHub } from '../../apps/gateway/src/watch/watch-hub.js';
import { ApiDescription } from './api-description.js';
import { type Home, makeFolder } from './home.js';
import { readPrintedRoutes } from './printed-routes.js';
import { abandon, exchange, statusOf } from './raw-requests.js';
import { fakeSource } from './sources.js';

/** A response; `body` is parsed if it is JSON. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** A running gateway. A response that does not match the gateway's own OpenAPI description fails the test. */
export interface TestGateway {
  readonly url: string;
  /** All log lines so far, as text. */
  readonly log: readonly string[];
  /** All log lines so far, parsed. */
  readonly lines: readonly Record<string, unknown>[];
  /** What the senders of requests with `SCOPE_HEADER` may see, by its value. Only with fake adapters. */
  readonly scopes: Map<string, SourceScope>;
  request(method: string, path: string, init?: RequestInit): Promise<TestAnswer>;
  get(path: string): Promise<TestAnswer>;
  patch(path: string): Promise<TestAnswer>;
  post(path: string): Promise<TestAnswer>;
  /** Polls sources now. */
  poll(...sources: readonly string[]): Promise<void>;
  /** Waits until all sources have the status `ok`. */
  allSourcesOk(): Promise<void>;
  /** Waits until a source has the status `ok`, and returns it. */
  sourceOk(name: string): Promise<TestAnswer['body']>;
  /** Fetches a job repeatedly until it fits, and returns it. */
  job(id: string, fits: (job: TestAnswer['body']) => boolean): Promise<TestAnswer['body']>;
  /** Sends the path unchanged and returns the response status. */
  statusOf(method: string, path: string): Promise<number>;
  /** Sends bytes and returns everything received until the server closes the connection. */
  raw(bytes: string): Promise<string>;
  /** Sends bytes and disconnects at once. */
  abandon(bytes: string): Promise<void>;
  /** All routes of the server as `METHOD /path/{name}`, without HEAD. */
  routes(): readonly string[];
  /** The number of requests that wait for the end of a job. */
  waiting(): number;
  /** The number of open watch sessions. */
  watching(): number;
  /** The number of open connections. */
  connections(): number;
  /** The number of listeners of the change history. */
  historyListeners(): number;
  /** The names of all timers that are set. */
  timers(): readonly string[];
  /** Applies other access rules, as a reload does. */
  changeAccess(access: AccessConfig | undefined): void;
  /** Replaces the certificate of a gateway with TLS. */
  replaceCertificate(tls: ServerTls): void;
  /** Closes the store while the gateway runs. */
  loseStore(): Promise<void>;
  /** Closes the store of the actions while the gateway runs. */
  loseActionStore(): Promise<void>;
  close(): Promise<void>;
}

/** Fake adapters by the names of their sources. */
export type FakeAdapters = Readonly<Record<string, FakeAdapter>>;

/** The request header that names a scope in `TestGateway.scopes`. */
export const SCOPE_HEADER = 'x-test-scope';

/** Limits of connections that differ from the gateway's. */
export interface TestLimits extends Partial<ConnectionLimits> {
  /** The maximum number of open files. */
  readonly openFiles?: number;
  /** Limits of the configuration that differ from its defaults without access from other hosts. */
  readonly configured?: Partial<Limits>;
  readonly server?: Partial<ServerConfig>;
  /** Sends traces. Only with configured sources. */
  readonly tracing?: Tracing;
  /** Other sections of the configuration that differ. */
  readonly config?: Partial<Pick<Config, 'actions' | 'audit' | 'retention'>>;
}

const LIMITS: Limits = {
  bodyBytes: 65_536,
  urlBytes: 16_384,
  headerBytes: 32_768,
  requestMs: 30_000,
  connections: 10_000,
  watches: 10_000,
};

const REQUEST_TIMEOUT = 408;
const YEAR_MS = 365 * 86_400_000;

/**
 * Starts the application on a free port, with fake adapters or with the adapters of configured sources. Without `home`
 * it creates an embedded store, and removes it when the gateway is closed. Only with fake adapters, the poller uses
 * `clock`, the server uses `limits`, and the adapters may be those of `sources`. Without `access`
 * everybody is an admin.
 */
export async function startGateway(
  backends: FakeAdapters | readonly ConfiguredSource[],
  givenHome?: Home,
  clock: Clock = systemClock,
  limits: TestLimits = {},
  sources?: readonly ConfiguredSource[],
  access?: AccessConfig,
): Promise<TestGateway> {
  const home = givenHome ?? (await makeFolder());
  const config: Config = {
    server: { host: '127.0.0.1', port: 0, allowedOrigins: [], trustedProxies: [], ...limits.server },
    limits: { ...LIMITS, ...limits.configured },
    shutdown: { delayMs: 0 },
    store: home.store,
    retention: { terminalMs: 100 * YEAR_MS, maxJobs: 1_000_000, actionsMs: 100 * YEAR_MS },
    actions: { ratePerSecond: 1_000 },
    ...limits.config,
    ...(access && { access }),
    sources: isConfigured(backends)
      ? backends
      : (sources ?? Object.entries(backends).map(([name, { kind }]) => fakeSource(name, kind))),
  };
  const log: string[] = [];
  const logger = createLogger('debug', { write: (line) => void log.push(line) });
  const scopes = new Map<string, SourceScope>();
  const app = isConfigured(backends)
    ? await createApp(config, { logger, tracing: limits.tracing })
    : await createAppWithFakes(backends, config, logger, { clock, limits, scopes });
  await startApp(app);
  const url = await listen(app, config.server);
  const origin = new URL(url);
  const description = ApiDescription.of(app);

  async function request(method: string, path: string, init: RequestInit = {}): Promise<TestAnswer> {
    const response = await fetch(url + path, { ...init, method });
    const { headers, status } = response;
    // A machine that stalls can make any request late for a short limit; the tests of the limit send bytes.
    if (status === REQUEST_TIMEOUT) return request(method, path, init);
    const text = await response.text();
    description.verify(method, path, { status, headers, text });
    const isJson = headers.get('content-type')?.includes('json') && text !== '';
    return { status, headers, text, body: isJson ? JSON.parse(text) : undefined };
  }
  const get = (path: string): Promise<TestAnswer> => request('GET', path);
  return {
    url,
    log,
    get lines() {
      return log.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    scopes,
    request,
    get,
    patch: (path) => request('PATCH', path),
    post: (path) => request('POST', path),
    poll: async (...sources) => {
      for (const source of sources) await request('POST', `/api/sources/${source}/poll`);
    },
    allSourcesOk: async () => {
      await readUntil(
        () => get('/api/sources'),
        ({ body }) => body.records.every(({ status }: { status: string }) => status === 'ok'),
      );
    },
    sourceOk: async (name) =>
      (
        await readUntil(
          () => get(`/api/sources/${name}`),
          ({ body }) => body.status === 'ok',
        )
      ).body,
    job: async (id, fits) =>
      (
        await readUntil(
          () => get(`/api/jobs/${id}`),
          ({ body, status }) => status === 200 && fits(body),
        )
      ).body,
    statusOf: (method, path) => statusOf(origin, method, path),
    raw: (bytes) => exchange(origin, bytes),
    abandon: (bytes) => abandon(origin, bytes),
    routes: () => readPrintedRoutes(app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false })),
    waiting: () => app.get(JobWait).size,
    watching: () => app.get(WatchHub).size,
    connections: () => app.get(Connections).size,
    historyListeners: () => app.get(View).history.subscriberCount,
    timers: () => app.get(SchedulerRegistry).getTimeouts(),
    changeAccess: (rules) => app.get(Access).reconfigure(rules),
    replaceCertificate: (tls) => app.get(Connections).certificate?.replace(tls),
    loseStore: () => app.get(JobStore).close(),
    loseActionStore: () => app.get(ActionStore).close(),
    close: async () => {
      await app.close();
      if (!givenHome) await home.remove();
    },
  };
}

function isConfigured(backends: FakeAdapters | readonly ConfiguredSource[]): backends is readonly ConfiguredSource[] {
  return Array.isArray(backends);
}

/** Creates the real application; only its adapters, its clock and its limits are replaced. */
async function createAppWithFakes(
  backends: FakeAdapters,
  config: Config,
  logger: GatewayLogger,
  {
    clock,
    limits,
    scopes,
  }: { readonly clock: Clock; readonly limits: TestLimits; readonly scopes: TestGateway['scopes'] },
): Promise<NestFastifyApplication> {
  const { openFiles, ...own } = limits;
  const { tls, trustedProxies } = config.server;
  const certificate = tls && new ServerCertificate(tls, logger);
  const connectionParts = { openFiles, certificate, trustedProxies };
  const parts = {
    routes: new KnownRoutes(),
    connections: new Connections(logger, { ...connectionLimits(config.limits), ...own }, connectionParts),
    rates: new RequestRates(config.limits.requests, logger),
    gate: new RequestGate(),
    latency: new RequestLatency(),
  };
  const module = await Test.createTestingModule({ imports: [rootModule(config, { logger }, parts)] })
    .overrideProvider(AdapterFactory)
    .useValue({ create: ({ source }: ConfiguredSource) => backends[source.name] })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const securityHeaders = await makeSecurityHeaders(certificate !== undefined);
  const server = createHttpServer(logger, config, { ...parts, securityHeaders });
  server.getInstance().addHook('onRequest', async (request) => {
    const name = request.headers[SCOPE_HEADER]?.toString();
    if (name === undefined) return;
    const caller = { name, method: 'token', grants: [{ role: 'admin' }] } as const;
    setSignedIn(request, new SignedIn({ caller, scope: () => scopes.get(name) }, new Set()));
  });
  return initApp(module.createNestApplication<NestFastifyApplication>(server, appOptions(logger)));
}
