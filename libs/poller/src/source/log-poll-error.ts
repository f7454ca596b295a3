import { LeaseLostError, type Logger, StoreUnavailableError } from '@gateway/core';

/** Logs why a poll could not run when the backend is not the cause; ERROR if it is a bug. */
export function logPollError(logger: Logger, source: string, error: unknown): void {
  if (error instanceof LeaseLostError) logger.info({ source }, 'lease of the source was lost');
  else if (error instanceof StoreUnavailableError)
    logger.debug({ source, reason: error.message }, 'poll waits for the store');
  else logger.error({ source, err: error }, 'internal error in poll cycle');
}
