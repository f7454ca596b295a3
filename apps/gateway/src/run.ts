import { parseArgs } from 'node:util';

import { BlockedFiles, ConfigError, ConfigReader } from '@gateway/config';

import { Gateway } from './gateway.js';
import { type GatewayLogger, LOG_LEVELS, type LogLevel, logTo } from './logger.js';
import { watchHeap } from './process/full-heap.js';
import { LineOutput } from './process/line-output.js';
import { ProcessEnd } from './process/process-end.js';
import { type ProcessSignals } from './process/process-signals.js';
import { startError } from './process/start-error.js';
import { endOnUnexpectedError } from './process/unexpected-errors.js';

const DEFAULT_CONFIG = 'config/gateway.yaml';
/** With the second in which the last lines are written, the process ends ten seconds after the signal. */
const STOP_TIMEOUT_MS = 9_000;

/** Starts the gateway. A signal or an error ends the process, at any time; see `main.ts`. */
export async function run(signals: ProcessSignals): Promise<void> {
  const [output, errors] = [new LineOutput(process.stdout), new LineOutput(process.stderr)];
  const blocked = new BlockedFiles();
  const end = new ProcessEnd([output, errors], blocked);
  try {
    const { config, level } = readArguments();
    const logger = logTo(output, level);
    endOnUnexpectedError(logger, () => void end.exit(1));
    watchHeap(logger);
    const gateway = new Gateway(new ConfigReader(config, blocked), logger, signals);
    signals.onStop((signal) => void stop(gateway, logger, end, signal));
    await gateway.start();
  } catch (error) {
    // A start that is interrupted can fail.
    if (signals.stop.aborted) return;
    errors.write(`${startError(error)}\n`);
    await end.exit(1);
  }
}

async function stop(gateway: Gateway, logger: GatewayLogger, end: ProcessEnd, signal: string): Promise<void> {
  logger.info({ signal }, 'gateway is stopping');
  const timeout = setTimeout(() => {
    logger.error({}, 'gateway did not stop in time and is killed');
    void end.kill();
  }, STOP_TIMEOUT_MS);
  await gateway.stop();
  clearTimeout(timeout);
  logger.info({}, 'gateway has stopped');
  await end.exit(0);
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
