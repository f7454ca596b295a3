import { parseArgs } from 'node:util';

import { BlockedFiles, ConfigError, ConfigReader, tokenName } from '@gateway/config';
import { type Role, ROLES } from '@gateway/core';

import { BackupError } from './backup/backup-error.js';
import { type CopyArguments, copyStore } from './backup/copy-store.js';
import { checkConfiguration } from './check/check.js';
import { Gateway } from './gateway.js';
import { type GatewayLogger, LOG_LEVELS, type LogLevel, logTo } from './logger.js';
import { watchHeap } from './process/full-heap.js';
import { LineOutput } from './process/line-output.js';
import { ProcessEnd } from './process/process-end.js';
import { type ProcessSignals } from './process/process-signals.js';
import { startError } from './process/start-error.js';
import { endOnUnexpectedError } from './process/unexpected-errors.js';
import { newToken, tokenLines } from './token/token.js';

const DEFAULT_CONFIG = 'config/gateway.yaml';
/** With the second in which the last lines are written, the process ends ten seconds after the signal and the delay. */
const STOP_TIMEOUT_MS = 9_000;

/** Starts the gateway. A signal or an error ends the process, at any time; see `main.ts`. */
export async function run(signals: ProcessSignals): Promise<void> {
  const [output, errors] = [new LineOutput(process.stdout), new LineOutput(process.stderr)];
  const blocked = new BlockedFiles();
  const end = new ProcessEnd([output, errors], blocked);
  try {
    const given = readArguments();
    if (given.command === 'token') {
      for (const line of tokenLines(newToken(given.name, given.role))) output.write(`${line}\n`);
      return await end.exit(0);
    }
    const logger = logTo(given.command === undefined ? output : errors, given.level);
    endOnUnexpectedError(logger, () => void end.exit(1));
    watchHeap(logger);
    const reader = new ConfigReader(given.config, blocked);
    if (given.command === 'check') {
      signals.onStop(() => void end.exit(1));
      const { source } = given;
      const areOk = await checkConfiguration(reader, { source, logger, write: (line) => output.write(`${line}\n`) });
      return await end.exit(areOk ? 0 : 1);
    }
    if ('folder' in given) {
      output.write(`${await copyStore(given, reader, logger, signals)}\n`);
      return await end.exit(0);
    }
    const gateway = new Gateway(reader, logger, signals);
    signals.onStop((signal) => void stop(gateway, logger, end, signal));
    await gateway.start();
  } catch (error) {
    // A start that is interrupted can fail.
    if (signals.stop.aborted && !(error instanceof BackupError)) return;
    errors.write(`${startError(error)}\n`);
    await end.exit(1);
  }
}

async function stop(gateway: Gateway, logger: GatewayLogger, end: ProcessEnd, signal: string): Promise<void> {
  const delayMs = gateway.stopDelayMs;
  logger.info({ signal, ...(delayMs > 0 && { delay_seconds: delayMs / 1_000 }) }, 'gateway is stopping');
  const timeout = setTimeout(() => {
    logger.error({}, 'gateway did not stop in time and is killed');
    void end.kill();
  }, STOP_TIMEOUT_MS + delayMs);
  await gateway.stop();
  clearTimeout(timeout);
  logger.info({}, 'gateway has stopped');
  await end.exit(0);
}

interface FileArguments {
  readonly config: string;
  readonly level: LogLevel;
}

/** The arguments of the process. */
type Arguments =
  | (FileArguments & {
      readonly command: 'check' | undefined;
      /** Only with `check`. */
      readonly source: string | undefined;
    })
  | (FileArguments & CopyArguments)
  | { readonly command: 'token'; readonly name: string; readonly role: Role };

function readArguments(): Arguments {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      'log-level': { type: 'string' },
      source: { type: 'string' },
      role: { type: 'string' },
    },
  });
  const [command, ...others] = positionals;
  if (command === 'token') return readTokenArguments(others, values);
  if (values.role !== undefined) throw wrongArgument('--role', 'to be used with token', values.role);
  if (values.source !== undefined && command !== 'check')
    throw wrongArgument('--source', 'to be used with check', values.source);
  const level = LOG_LEVELS.find((name) => name === (values['log-level'] ?? 'info'));
  if (level === undefined) throw wrongArgument('--log-level', `one of ${LOG_LEVELS.join(', ')}`, values['log-level']);
  const file = { config: values.config ?? DEFAULT_CONFIG, level };
  const [folder] = others;
  if ((command === 'backup' || command === 'restore') && others.length === 1 && folder)
    return { ...file, command, folder };
  if (others.length > 0 || (command !== undefined && command !== 'check'))
    throw wrongArgument('command', 'backup DIR, check, restore DIR, token NAME, or none', positionals.join(' '));
  return { ...file, command, source: values.source };
}

function readTokenArguments(
  names: readonly string[],
  { role = 'viewer', ...others }: Readonly<Record<string, string | undefined>>,
): Arguments {
  const [name = ''] = names;
  const expected = tokenName(name);
  if (names.length !== 1 || expected !== undefined) {
    throw wrongArgument('token', expected ?? 'one name, in quotes if it has spaces', names.join(' '));
  }
  const known = ROLES.find((each) => each === role);
  if (known === undefined) throw wrongArgument('--role', `one of ${ROLES.join(', ')}`, role);
  const [other] = Object.keys(others);
  if (other !== undefined) throw wrongArgument(`--${other}`, 'not to be used with token', others[other]);
  return { command: 'token', name, role: known };
}

function wrongArgument(path: string, expected: string, given: string | undefined): ConfigError {
  return new ConfigError('arguments', [{ path, message: `expected ${expected}, got ${JSON.stringify(given)}` }]);
}
