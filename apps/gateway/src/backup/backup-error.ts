/** Why a backup could not be made or restored. The message is for the person who runs the command. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** The error to throw for one of a file: a `BackupError` with a reason of the system, another error as it is. */
export function asBackupError(what: string, error: unknown): unknown {
  const isOfSystem = typeof error === 'object' && error !== null && 'syscall' in error;
  return isOfSystem ? new BackupError(`${what}: ${(error as NodeJS.ErrnoException).message}`) : error;
}
