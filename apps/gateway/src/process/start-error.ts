import { ConfigError } from '@gateway/config';
import { StoreUnavailableError } from '@gateway/core';

import { BackupError } from '../backup/backup-error.js';
import { ArgumentError } from './arguments.js';
import { LoadError, outOfFiles } from './out-of-files.js';

/** The text for standard error: the message of an error that the user can correct, the stack of an internal error. */
export function startError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const line = outOfFiles(error);
  if (line !== undefined) return line;
  const isReported = [ArgumentError, BackupError, ConfigError, LoadError, StoreUnavailableError].some(
    (type) => error instanceof type,
  );
  if (isReported) return error.message;
  const isWrongAddress = 'syscall' in error && (error.syscall === 'listen' || error.syscall === 'getaddrinfo');
  if (isWrongAddress) return `cannot listen on server.host and server.port: ${error.message}`;
  return error.stack ?? error.message;
}
