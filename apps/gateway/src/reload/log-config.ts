import { type LoadedConfig, type RejectedSources } from '@gateway/config';
import { type Logger } from '@gateway/core';

/**
 * Logs a warning for each deprecated option of a configuration. Called at the start, and when a reload changes the
 * warnings.
 */
export function logWarnings({ warnings }: LoadedConfig, logger: Logger): void {
  for (const { message, path } of warnings)
    logger.warn({ path, reason: message }, 'configuration option is deprecated');
}

/**
 * Logs an error for each file of `sources_files` that is rejected, unless it was rejected `before` for the same
 * reasons, and the files that no longer are.
 */
export function logRejected({ rejected }: LoadedConfig, before: readonly RejectedSources[], logger: Logger): void {
  const logged = new Set(before.map(keyOf));
  for (const each of rejected.filter((candidate) => !logged.has(keyOf(candidate)))) {
    if (each.kept > 0) logger.error(each, 'sources file is invalid, its last valid sources stay in use');
    else logger.error(each, 'sources file is invalid, its sources are absent');
  }
  const files = new Set(rejected.map(({ file }) => file));
  for (const { file } of before) if (!files.has(file)) logger.info({ file }, 'sources file is no longer rejected');
}

function keyOf({ faults, file, kept }: RejectedSources): string {
  return JSON.stringify([file, faults, kept > 0]);
}
