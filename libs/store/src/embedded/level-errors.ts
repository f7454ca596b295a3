/** What the errors of LevelDB mean. */

import { FOLDER_ADVICE } from './folder-check.js';

/** Why LevelDB failed: its own message, with what an operator can do if its files are damaged. */
export function reasonOf(error: unknown): string {
  const { message } = innermost(error);
  return isDamage(error) ? `${message}; ${FOLDER_ADVICE}` : message;
}

/** True if the files of LevelDB are damaged or some are missing. */
export function isDamage(error: unknown): boolean {
  return innermost(error).code === 'LEVEL_CORRUPTION';
}

/** Why the directory cannot be opened, for a person. */
export function openFailureMessage(path: string, error: unknown): string {
  return innermost(error).code === 'LEVEL_LOCKED'
    ? `the store directory ${path} is in use by another process`
    : `the store directory ${path} cannot be opened: ${reasonOf(error)}`;
}

/** LevelDB's own error, which abstract-level wraps. */
function innermost(error: unknown): Error & { readonly code?: unknown } {
  const { cause } = error as Error;
  return cause === undefined ? (error as Error) : innermost(cause);
}
