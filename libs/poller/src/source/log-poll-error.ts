import { LeaseLostError, type Logger, StoreUnavailableError } from '@gateway/core';

/** One line on what kept a source from being polled that was not the backend: at ERROR when it is a fault of ours. */
export function tellPollFault(logger: Logger, source: string, error: unknown): void {
  if (error instanceof LeaseLostError) logger.info({ source }, 'lease of the source was lost');
  else if (error instanceof StoreUnavailableError)
    logger.debug({ source, reason: error.message }, 'poll waits for the store');
  else logger.error({ source, err: error }, 'cycle failed by a fault of ours');
}
