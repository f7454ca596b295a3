import { LeaseLostError, type Logger, StoreUnavailableError } from '@gateway/core';

import { type SourceLog } from '../status/source-log.js';

/** Logs why a poll could not run when the backend is not the cause, at a time in ms; ERROR if it is a bug. */
export function logPollError(logger: Logger, source: string, log: SourceLog, error: unknown, now: number): void {
  if (error instanceof LeaseLostError) logger.info({ source }, 'lease of the source was lost');
  else if (error instanceof StoreUnavailableError)
    logger.debug({ source, reason: error.message }, 'poll waits for the store');
  else log.internalError(error, now);
}
