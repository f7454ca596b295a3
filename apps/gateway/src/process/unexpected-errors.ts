import { type Logger } from '@gateway/core';

/**
 * Logs the first error that nothing has caught, or that a promise was rejected with and nothing has handled, and calls `end`.
 * The state of the process is unknown then, so it must not continue.
 */
export function endOnUnexpectedError(logger: Logger, end: () => void): void {
  let isEnding = false;
  process.on('uncaughtException', (error, origin) => {
    if (isEnding) return;
    isEnding = true;
    logger.error({ err: error, origin }, 'gateway ends because of an internal error');
    end();
  });
}
