import { CliError } from './cli-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { neutralise, safeJson } from './output/neutralise.js';
import { type Output } from './output/output.js';

/** Prints an error and returns its exit code. With `verbose`, the response of the gateway and its request id, too. */
export function reportError(output: Output, error: unknown, verbose: boolean): ExitCode {
  if (!(error instanceof CliError)) {
    const { message, stack } = error as Error;
    output.error(`internal fault: ${neutralise(message)}`, [verbose ? String(stack) : '  -v shows where']);
    return EXIT.internal;
  }
  const { lines = [], problem } = error.details;
  output.error(neutralise(error.message), lines.map(neutralise));
  if (verbose && problem !== undefined) output.message(safeJson(problem, 2));
  return error.code;
}
