import { type Config } from '@gateway/config';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';

import { appModule, type AppDeps } from './app.module.js';
import { serveDocs } from '../openapi/serve-docs.js';
import { createHttpServer } from '../http/http-server.js';
import { KnownRoutes } from '../http/known-routes.js';
import { Lifecycle } from './lifecycle.js';
import { nestLogger } from '../logger.js';

/**
 * Makes and starts the gateway: when this resolves, the view is loaded and the sources are polled; nothing listens yet.
 * Throws `StoreUnavailableError`.
 */
export async function createApp(config: Config, parts: AppDeps): Promise<NestFastifyApplication> {
  const routes = new KnownRoutes();
  const module = appModule(config, parts, routes);
  const app = await NestFactory.create<NestFastifyApplication>(module, createHttpServer(parts.logger, routes), {
    logger: nestLogger(parts.logger),
    bodyParser: false,
    abortOnError: false,
  });
  serveDocs(app);
  await app.init();
  await app.get(Lifecycle).start();
  return app;
}

/** Listens where the configuration says, and gives the address as a URL. Throws what the operating system says. */
export async function listen(app: NestFastifyApplication, { host, port }: Config['server']): Promise<string> {
  return app.getHttpAdapter().getInstance().listen({ host, port });
}
