/**
 * Starts the gateway: `node main.js [--config FILE] [--log-level LEVEL]`. Ends with 0 when asked to, else with 1. SIGHUP
 * has it read its configuration again.
 */

import { parseArgs } from 'node:util';

import { ConfigError, type LoadedConfig, loadConfig, loadConfigInWorker, readEnvironment } from '@gateway/config';
import { StoreUnavailableError } from '@gateway/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';

import { createApp, listen } from './app/create-app.js';
import { logWarnings, Reload } from './reload/reload.js';
import { createLogger, type GatewayLogger, LOG_LEVELS, type LogLevel } from './logger.js';

const DEFAULT_CONFIG = 'config/gateway.yaml';
const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const STOP_WITHIN_MS = 10_000;

try {
  const { config: file, level } = readArguments();
  await run(file, createLogger(level));
} catch (error) {
  process.stderr.write(`${startFault(error)}\n`);
  process.exit(1);
}

async function run(file: string, logger: GatewayLogger): Promise<void> {
  const config = loadConfig(file, readEnvironment());
  logWarnings(config, logger);
  // From here on, so that no SIGHUP ends the process; what changes before the gateway is up is found when it is.
  const running: { reload?: Reload } = {};
  process.on('SIGHUP', () => void running.reload?.now());
  const load = (): Promise<LoadedConfig> => loadConfigInWorker(file, readEnvironment());
  const app = await createApp(config, { logger, loader: { started: config, load } });
  // Once: a second signal ends the process at once, as it would without a handler.
  for (const signal of STOP_SIGNALS) process.once(signal, () => void stop(app, logger, signal));
  const url = await listen(app, config.server).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  running.reload = app.get(Reload);
  logger.info({ url, sources: config.sources.length, store: config.store.kind }, 'gateway is ready');
}

/** Ends in order, and by force when that takes too long. */
async function stop(app: NestFastifyApplication, logger: GatewayLogger, signal: string): Promise<void> {
  for (const each of STOP_SIGNALS) process.removeAllListeners(each);
  logger.info({ signal }, 'gateway is stopping');
  setTimeout(() => {
    logger.error({}, 'gateway did not stop in time');
    process.exit(1);
  }, STOP_WITHIN_MS).unref();
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

/** What to tell the person who started the gateway: a sentence for each thing that can be mended, a stack for faults of ours. */
function startFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError || error instanceof StoreUnavailableError) return error.message;
  const isWrongArgument = 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');
  const isAddressWrong = 'syscall' in error && (error.syscall === 'listen' || error.syscall === 'getaddrinfo');
  if (isAddressWrong) return `cannot listen where server.host and server.port say: ${error.message}`;
  return isWrongArgument ? error.message : (error.stack ?? error.message);
}
