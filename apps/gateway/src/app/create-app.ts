import { type Config } from '@gateway/core';
import { type NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';

import { connectionLimits } from '../connections/connection-limits.js';
import { Connections } from '../connections/connections.js';
import { furtherAddresses, listenAlsoOn } from '../connections/localhost.js';
import { ServerCertificate } from '../connections/server-certificate.js';
import { serveDashboard } from '../dashboard/serve-dashboard.js';
import { createHttpServer } from '../http/http-server.js';
import { KnownRoutes } from '../http/known-routes.js';
import { RequestGate } from '../http/request-gate.js';
import { RequestLatency } from '../http/request-latency.js';
import { RequestRates } from '../http/request-rates.js';
import { makeSecurityHeaders } from '../http/security-headers.js';
import { type GatewayLogger, nestLogger } from '../logger.js';
import { serveDocs } from '../openapi/serve-docs.js';
import { type Tracing } from '../tracing/start-tracing.js';
import { type AppDeps, rootModule } from './app.module.js';
import { Lifecycle } from './lifecycle.js';

/** `AppDeps` with the logger that the HTTP server and Nest use too. */
export interface CreateAppDeps extends AppDeps {
  readonly logger: GatewayLogger;
  /** The traces of this process, if they are sent. */
  readonly tracing?: Tracing | undefined;
}

/** Creates the application. Nothing is opened yet: see `startApp`. */
export async function createApp(config: Config, deps: CreateAppDeps): Promise<NestFastifyApplication> {
  const { logger, tracing } = deps;
  const { trustedProxies } = config.server;
  const certificate = config.server.tls && new ServerCertificate(config.server.tls, logger);
  const parts = {
    routes: new KnownRoutes(),
    connections: new Connections(logger, connectionLimits(config.limits), { certificate, trustedProxies }),
    rates: new RequestRates(config.limits.requests, logger),
    gate: new RequestGate(),
    latency: new RequestLatency(),
  };
  const securityHeaders = await makeSecurityHeaders(certificate !== undefined);
  const server = createHttpServer(logger, config, { ...parts, securityHeaders, traceRequests: tracing?.traceRequests });
  const root = rootModule(config, deps, parts);
  return initApp(await NestFactory.create<NestFastifyApplication>(root, server, appOptions(logger)));
}

/** Nest's options: the HTTP server parses the bodies, and errors at the start are thrown to the caller. */
export function appOptions(logger: GatewayLogger): NestApplicationOptions {
  return { logger: nestLogger(logger), bodyParser: false, abortOnError: false };
}

/** Completes an application that Nest has created. */
export async function initApp(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  serveDocs(app);
  serveDashboard(app.getHttpAdapter().getInstance());
  await app.init();
  return app;
}

/**
 * Starts an application. When this resolves, the view is loaded and the sources are polled, but the HTTP server does not
 * listen yet. Throws `StoreUnavailableError`, also if the application is closed meanwhile.
 */
export async function startApp(app: NestFastifyApplication): Promise<void> {
  await app.get(Lifecycle).start();
}

/** Listens on the configured host and port and returns the URL. Throws the operating system's error. */
export async function listen(app: NestFastifyApplication, { host, port, tls }: Config['server']): Promise<string> {
  const url = await app.getHttpAdapter().getInstance().listen({ host, port });
  await listenAlsoOn(app.getHttpServer(), await furtherAddresses(host));
  // Fastify does not know of the encryption.
  return tls ? url.replace(/^http:/, 'https:') : url;
}
