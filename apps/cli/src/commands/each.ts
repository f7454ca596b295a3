import { type Cli } from '../cli.js';
import { CliError } from '../cli-error.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { reportError } from '../report-error.js';

/** The results of a request for each of several names. */
export interface EachResult<T> {
  readonly results: readonly T[];
  /** The exit codes of the requests that failed. */
  readonly codes: readonly ExitCode[];
}

/** These faults would be the same for every other request. */
const SAME_FOR_ALL: readonly ExitCode[] = [EXIT.unreachable, EXIT.internal];

/**
 * Sends one request after the other. An error of one is printed, and the others are sent all the same unless they would have
 * the same error. The results that are there are returned in any case: an action that was sent was sent.
 */
export async function forEachOf<T>(
  cli: Cli,
  names: readonly string[],
  send: (name: string) => Promise<T>,
  codeOf: (error: CliError) => ExitCode = ({ code }) => code,
): Promise<EachResult<T>> {
  const results: T[] = [];
  const codes: ExitCode[] = [];
  for (const name of names) {
    try {
      results.push(await send(name));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      const code = codeOf(error);
      const subject = names.length > 1 ? new CliError(`${name}: ${error.message}`, code, error.details) : error;
      reportError(cli.output, subject, cli.options.verbose === true);
      codes.push(code);
      if (SAME_FOR_ALL.includes(code) || error.details.problem?.status === 401) break;
    }
  }
  return { results, codes };
}
