import { type ConfigReader } from '@gateway/config';
import { type Logger } from '@gateway/core';

import { type ProcessSignals } from '../process/process-signals.js';
import { backUp } from './back-up.js';
import { BackupError } from './backup-error.js';
import { restore } from './restore.js';

/** The arguments of a command that copies the store. */
export interface CopyArguments {
  readonly command: 'backup' | 'restore';
  /** The folder of the backup. */
  readonly folder: string;
}

/**
 * Runs `backup` or `restore` and returns the line to print. A signal to stop aborts it, after which it removes the files of a
 * backup that is not complete. Throws a `BackupError`, also if it was aborted, a `ConfigError` or a `StoreUnavailableError`.
 */
export async function copyStore(
  { command, folder }: CopyArguments,
  reader: ConfigReader,
  logger: Logger,
  signals: ProcessSignals,
): Promise<string> {
  signals.onStop(() => undefined);
  const run = command === 'backup' ? backUp : restore;
  return run(reader, folder, { logger, signal: signals.stop }).catch((error: unknown) => {
    throw signals.stop.aborted ? new BackupError(`${command} was interrupted`) : error;
  });
}
