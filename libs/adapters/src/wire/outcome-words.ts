/**
 * The words for the outcome of a job that Unified Manager and Service Engine share. The documents of both products list
 * the same four ("Job objects API and asynchronous processes": NORMAL, WARNING, PARTIAL_FAILURES, ERROR).
 */
import { type JobState } from '@gateway/core';

const OUTCOMES: ReadonlyMap<string, JobState> = new Map([
  ['normal', 'success'],
  ['warning', 'warning'],
  ['partial_failures', 'partial_failure'],
  ['error', 'failure'],
]);

/** `error.code` of a failed job without a code. Jobs of Unified Manager and Service Engine never have one. */
export const NO_ERROR_CODE = 'unknown';

/** `error.message` of a failed job without a reason. */
export const NO_ERROR_REASON = 'The backend gave no reason.';

/** Longer than any word in the tables. */
const LONGEST_WORD = 64;

/**
 * A state word as the tables spell it: lower case, with underscores in place of spaces and hyphens. A word that is too
 * long for the tables stays as it is.
 */
export function canonicalWord(given: string): string {
  const word = given.trim();
  return word.length > LONGEST_WORD ? word : word.toLowerCase().replace(/[\s-]+/g, '_');
}

/** The state of a job that has ended with this outcome; `undefined` for any other word. Takes a canonical word. */
export function outcomeOfEnded(word: string): JobState | undefined {
  return OUTCOMES.get(word);
}

/**
 * The state of a job that has this outcome and no life-cycle word. The documents name NORMAL, PARTIAL_FAILURES and
 * ERROR as ends, but not WARNING: such a job is still running. `undefined` for any other word. Takes a canonical word.
 */
export function outcomeWithoutLifeCycle(word: string): JobState | undefined {
  return word === 'warning' ? 'running' : OUTCOMES.get(word);
}
