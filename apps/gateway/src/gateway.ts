import { type ConfigReader, tracesEndpoint } from '@gateway/config';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';

import { createApp, listen, startApp } from './app/create-app.js';
import { logSizing } from './app/sizing.js';
import { type GatewayLogger } from './logger.js';
import { type ProcessSignals } from './process/process-signals.js';
import { logRejected, logWarnings } from './reload/log-config.js';
import { Reload } from './reload/reload.js';
import { startTracing, type Tracing } from './tracing/start-tracing.js';

/** The gateway of this process, from its start to its stop. */
export class Gateway {
  #app: Promise<NestFastifyApplication> | undefined;
  #stopDelayMs = 0;
  #tracing: Tracing | undefined;

  constructor(
    private readonly reader: ConfigReader,
    private readonly logger: GatewayLogger,
    private readonly signals: ProcessSignals,
  ) {}

  /**
   * Reads the configuration, opens the store, loads the view, polls and listens. After a signal to stop it begins
   * no further step. Rejects with a `ConfigError`, a `StoreUnavailableError` or the error of listening.
   */
  async start(): Promise<void> {
    const { logger, reader } = this;
    const { stop } = this.signals;
    const config = await reader.load();
    if (stop.aborted) return;
    this.#stopDelayMs = config.shutdown.delayMs;
    logWarnings(config, logger);
    logRejected(config, [], logger);
    logSizing(config.retention.maxJobs, logger);
    const loader = { started: config, blocked: reader.blocked, load: () => reader.load() };
    if (tracesEndpoint() !== undefined) this.#tracing = await startTracing(logger);
    this.#app = createApp(config, { logger, loader, tracing: this.#tracing });
    const app = await this.#app;
    if (stop.aborted) return;
    await startApp(app);
    if (stop.aborted) return;
    const url = await listen(app, config.server).catch(async (error: unknown) => {
      await app.close();
      throw error;
    });
    // `Reload` finds the changes that were made during the start.
    this.signals.onReload(() => void app.get(Reload).now());
    logger.info({ url, sources: config.sources.length, store: config.store.kind }, 'gateway is ready');
  }

  /** How long a stop may wait before it begins; see `shutdown.delay`. */
  get stopDelayMs(): number {
    return this.#stopDelayMs;
  }

  /** Stops what was started, also in the middle of the start. */
  async stop(): Promise<void> {
    const app = await this.#app?.catch(() => undefined);
    await app?.close();
    await this.#tracing?.stop();
  }
}
