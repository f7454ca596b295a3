import { BlockedFiles, ConfigReader, placeVariables, readListenAddress } from '@gateway/config';

import { BackupError } from './backup/backup-error.js';
import {
  configurationFile,
  firstRunFile,
  firstRunLines,
  writeFirstConfiguration,
} from './first-run/configuration-file.js';
import { type Gateway } from './gateway.js';
import { probe } from './health/probe.js';
import { type GatewayLogger, type LogLevel, logTo } from './logger.js';
import { type Arguments, readArguments } from './process/arguments.js';
import { watchHeap } from './process/full-heap.js';
import { LineOutput } from './process/line-output.js';
import { loaded } from './process/out-of-files.js';
import { ProcessEnd } from './process/process-end.js';
import { type ProcessSignals } from './process/process-signals.js';
import { startError } from './process/start-error.js';
import { endOnUnexpectedError } from './process/unexpected-errors.js';
import { USAGE } from './process/usage.js';
import { readVersion } from './process/version.js';
import { newToken, tokenLines } from './token/token.js';

/** With the second in which the last lines are written, the process ends ten seconds after the signal and the delay. */
const STOP_TIMEOUT_MS = 9_000;

/** What the commands write to. */
interface Outputs {
  readonly output: LineOutput;
  readonly errors: LineOutput;
}

/** Runs the command of the arguments. A signal or an error ends the process, at any time; see `main.ts`. */
export async function run(signals: ProcessSignals): Promise<void> {
  const outputs = { output: new LineOutput(process.stdout), errors: new LineOutput(process.stderr) };
  const blocked = new BlockedFiles();
  const end = new ProcessEnd([outputs.output, outputs.errors], blocked);
  try {
    const given = readArguments(process.argv.slice(2), placeVariables());
    if (given.command === 'start') await start(given, { outputs, blocked, end, signals });
    else if (given.command === 'check') await check(given, { outputs, blocked, end, signals });
    else if ('folder' in given) await copy(given, { outputs, blocked, end, signals });
    else await end.exit(await runShort(given, outputs));
  } catch (error) {
    // A start that is interrupted can fail.
    if (signals.stop.aborted && !(error instanceof BackupError)) return;
    outputs.errors.write(`${startError(error)}\n`);
    await end.exit(1);
  }
}

/** What the long commands need of the process. */
interface ProcessParts {
  readonly outputs: Outputs;
  readonly blocked: BlockedFiles;
  readonly end: ProcessEnd;
  readonly signals: ProcessSignals;
}

async function start(
  { level, place }: Extract<Arguments, { command: 'start' }>,
  { blocked, end, outputs: { output }, signals }: ProcessParts,
): Promise<void> {
  const logger = startLog(output, level, end);
  const { Gateway } = await loaded(import('./gateway.js'));
  const file = await firstRunFile(place);
  if (file !== undefined) {
    const token = await writeFirstConfiguration(file);
    if (token === undefined) logger.info({ missing: place.config, file }, 'configuration of the first run is used');
    else writeLines(output, firstRunLines(file, token));
  }
  const gateway = new Gateway(new ConfigReader(file ?? place.config, blocked), logger, signals);
  signals.onStop((signal) => void stop(gateway, logger, end, signal));
  await gateway.start();
}

async function check(
  { level, place, source }: Extract<Arguments, { command: 'check' }>,
  { blocked, end, outputs: { errors, output }, signals }: ProcessParts,
): Promise<void> {
  const logger = startLog(errors, level, end);
  const { checkConfiguration } = await loaded(import('./check/check.js'));
  const reader = new ConfigReader(await configurationFile(place), blocked);
  signals.onStop(() => void end.exit(1));
  const write = (line: string): void => writeLines(output, [line]);
  await end.exit((await checkConfiguration(reader, { source, logger, write })) ? 0 : 1);
}

async function copy(
  given: Extract<Arguments, { command: 'backup' | 'restore' }>,
  { blocked, end, outputs: { errors, output }, signals }: ProcessParts,
): Promise<void> {
  const logger = startLog(errors, given.level, end);
  const { copyStore } = await loaded(import('./backup/copy-store.js'));
  const reader = new ConfigReader(await configurationFile(given.place), blocked);
  writeLines(output, [await copyStore(given, reader, logger, signals)]);
  await end.exit(0);
}

/** The commands that end at once, for which little is loaded. Resolves with the exit code. */
async function runShort(
  given: Extract<Arguments, { command: 'health' | 'token' | 'version' | 'help' }>,
  { errors, output }: Outputs,
): Promise<number> {
  if (given.command === 'health') {
    const { isAlive, line } = await probe(readListenAddress(await configurationFile(given.place)));
    writeLines(isAlive ? output : errors, [line]);
    return isAlive ? 0 : 1;
  }
  if (given.command === 'token') writeLines(output, tokenLines(newToken(given.name, given.role)));
  else writeLines(output, [given.command === 'help' ? USAGE : readVersion()]);
  return 0;
}

function startLog(output: LineOutput, level: LogLevel, end: ProcessEnd): GatewayLogger {
  const logger = logTo(output, level);
  endOnUnexpectedError(logger, () => void end.exit(1));
  watchHeap(logger);
  return logger;
}

function writeLines(output: LineOutput, lines: readonly string[]): void {
  for (const line of lines) output.write(`${line}\n`);
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
