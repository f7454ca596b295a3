import { type ActionName } from '../api/types.js';
import { type Cli } from '../cli.js';
import { usageError } from '../cli-error.js';
import { type ExitCode } from '../exit-codes.js';
import { actOnIds } from './act-on-ids.js';
import { actOnMatches } from './act-on-matches.js';
import { type ActOptions } from './act-options.js';

/** `jobs cancel`, `pause` and `resume`: acts on the jobs with these ids, or on all that match. */
export async function act(
  cli: Cli,
  action: ActionName,
  ids: readonly string[],
  options: ActOptions,
): Promise<ExitCode> {
  const hasFilter = options.filter.length > 0 || options.query !== undefined;
  if (ids.length > 0 === hasFilter) throw usageError(`${action} needs either ids or -f`, `  jobs ${action} --help`);
  if (hasFilter) return actOnMatches(cli, action, options);
  if (options.dryRun === true || options.expect !== undefined) {
    throw usageError('--dry-run and --expect are for -f', `  jobs ${action} --help`);
  }
  return actOnIds(cli, action, ids, options.wait);
}
