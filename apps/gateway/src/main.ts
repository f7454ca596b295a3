/**
 * Starts the gateway: `node main.js [--config FILE] [--log-level LEVEL]`. SIGINT and SIGTERM stop it with exit code 0; every
 * error ends it with exit code 1. SIGHUP reloads the configuration.
 */

import { parseArgs } from 'node:util';

import { ConfigError, loadConfig, loadConfigInWorker, type LoadedConfig, readEnvironment } from '@gateway/config';
import { StoreUnavailableError } from '@gateway/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';

import { createApp, listen } from './app/create-app.js';
import { logSizing } from './app/sizing.js';
import { createLogger, type GatewayLogger, LOG_LEVELS, type LogLevel } from './logger.js';
import { logWarnings, Reload } from './reload/reload.js';

const DEFAULT_CONFIG = 'config/gateway.yaml';
const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const STOP_TIMEOUT_MS = 10_000;

try {
  const { config: file, level } = readArguments();
  await run(file, createLogger(level));
} catch (error) {
  process.stderr.write(`${startError(error)}\n`);
  process.exit(1);
}

async function run(file: string, logger: GatewayLogger): Promise<void> {
  const config = loadConfig(file, readEnvironment());
  logWarnings(config, logger);
  logSizing(config.retention.maxJobs, logger);
  // Before the start, because SIGHUP without a handler would end the process. `Reload` finds changes made during the start.
  const running: { reload?: Reload } = {};
  process.on('SIGHUP', () => void running.reload?.now());
  const load = (): Promise<LoadedConfig> => loadConfigInWorker(file, readEnvironment());
  const app = await createApp(config, { logger, loader: { started: config, load } });
  // `once`: a second signal ends the process at once, because it has no handler any more.
  for (const signal of STOP_SIGNALS) process.once(signal, () => void stop(app, logger, signal));
  const url = await listen(app, config.server).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  running.reload = app.get(Reload);
  logger.info({ url, sources: config.sources.length, store: config.store.kind }, 'gateway is ready');
}

/** Stops the gateway, or exits with 1 after `STOP_TIMEOUT_MS`. */
async function stop(app: NestFastifyApplication, logger: GatewayLogger, signal: string): Promise<void> {
  for (const each of STOP_SIGNALS) process.removeAllListeners(each);
  logger.info({ signal }, 'gateway is stopping');
  setTimeout(() => {
    logger.error({}, 'gateway did not stop in time');
    process.exit(1);
  }, STOP_TIMEOUT_MS).unref();
  await app.close();
  logger.info({}, 'gateway has stopped');
  process.exit(0);
}

function readArguments(): { readonly config: string; readonly level: LogLevel } {
  const { values } = parseArgs({ options: { config: { type: 'string' }, 'log-level': { type: 'string' } } });
  const level = LOG_LEVELS.find((name) => name === (values['log-level'] ?? 'info'));
  if (level === undefined)
    throw new ConfigError('arguments', [
      {
        path: '--log-level',
        message: `expected one of ${LOG_LEVELS.join(', ')}, got ${JSON.stringify(values['log-level'])}`,
      },
    ]);
  return { config: values.config ?? DEFAULT_CONFIG, level };
}

/** The text for standard error: the message of an error that the user can correct, the stack of an internal error. */
function startError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError || error instanceof StoreUnavailableError) return error.message;
  const isWrongArgument = 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');
  const isWrongAddress = 'syscall' in error && (error.syscall === 'listen' || error.syscall === 'getaddrinfo');
  if (isWrongAddress) return `cannot listen on server.host and server.port: ${error.message}`;
  return isWrongArgument ? error.message : (error.stack ?? error.message);
}
