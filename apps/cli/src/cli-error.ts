import { type Problem } from './api/types.js';
import { EXIT, type ExitCode } from './exit-codes.js';

/** What an error shows besides its sentence. */
export interface ErrorDetails {
  /** Lines below the sentence: where the error is, and what to do. */
  readonly lines?: readonly string[];
  /** The response of the gateway; printed with `-v`. */
  readonly problem?: Problem;
  readonly cause?: unknown;
}

/** An error that the user can understand: one sentence, what to do, and the exit code. */
export class CliError extends Error {
  override readonly name: string = 'CliError';

  constructor(
    message: string,
    readonly code: ExitCode,
    readonly details: ErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
  }
}

/** An error of the command line or of the file of contexts. */
export function usageError(message: string, ...lines: readonly string[]): CliError {
  return new CliError(message, EXIT.usage, { lines });
}
