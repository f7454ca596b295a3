import { type Config } from '@gateway/core';
import { type NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';

import { createHttpServer } from '../http/http-server.js';
import { KnownRoutes } from '../http/known-routes.js';
import { type GatewayLogger, nestLogger } from '../logger.js';
import { serveDocs } from '../openapi/serve-docs.js';
import { type AppDeps, rootModule } from './app.module.js';
import { Lifecycle } from './lifecycle.js';

/** As `AppDeps`, with the log that the HTTP server and Nest write to as well. */
export interface CreateAppDeps extends AppDeps {
  readonly logger: GatewayLogger;
}

/**
 * Creates and starts the gateway: when this resolves, the view is loaded and the sources are polled; nothing listens yet.
 * Throws `StoreUnavailableError`.
 */
export async function createApp(config: Config, deps: CreateAppDeps): Promise<NestFastifyApplication> {
  const routes = new KnownRoutes();
  const server = createHttpServer(deps.logger, routes);
  const options = appOptions(deps.logger);
  return startApp(await NestFactory.create<NestFastifyApplication>(rootModule(config, deps, routes), server, options));
}

/** How Nest creates the application: parsers are the HTTP server's own, and errors reach the caller. */
export function appOptions(logger: GatewayLogger): NestApplicationOptions {
  return { logger: nestLogger(logger), bodyParser: false, abortOnError: false };
}

/** Starts a created application; resolves and throws as `createApp`. */
export async function startApp(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  serveDocs(app);
  await app.init();
  await app.get(Lifecycle).start();
  return app;
}

/** Listens where the configuration says and returns the URL. Throws the operating system's error. */
export async function listen(app: NestFastifyApplication, { host, port }: Config['server']): Promise<string> {
  return app.getHttpAdapter().getInstance().listen({ host, port });
}
