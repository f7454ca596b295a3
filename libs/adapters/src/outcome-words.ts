/**
 * The words in which Unified Manager and Service Engine tell how a job ended. Both products' documents list the same
 * four ("Job objects API and asynchronous processes": NORMAL, WARNING, PARTIAL_FAILURES, ERROR).
 */
import { type JobState } from '@gateway/core';

const ENDS: ReadonlyMap<string, JobState> = new Map([
  ['normal', 'success'],
  ['warning', 'warning'],
  ['partial_failures', 'partial_failure'],
  ['error', 'failure'],
]);

/** `error.code` of a failed job whose backend gives no code: neither product's job has one. */
export const NO_ERROR_CODE = 'unknown';

/** `error.message` of a failed job whose backend gives no reason. */
export const NO_ERROR_REASON = 'The backend gave no reason.';

/** A backend's word as the tables spell it: without regard to case; a space or hyphen counts as an underscore. */
export function foldWord(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** How a job that is known to have ended ended; `undefined` for a word that is no outcome. Takes a folded word. */
export function outcomeOfEnded(word: string): JobState | undefined {
  return ENDS.get(word);
}

/**
 * What an outcome says where no life cycle is told: the documents name NORMAL, PARTIAL_FAILURES and ERROR as ends, but
 * not WARNING, so a job with a warning is still running. Takes a folded word.
 */
export function outcomeAlone(word: string): JobState | undefined {
  return word === 'warning' ? 'running' : ENDS.get(word);
}
