import { type JobState } from '@gateway/core';
import { foldWord, outcomeAlone, outcomeOfEnded } from '../../outcome-words.js';

const COMPLETED = 'completed';

/** Life-cycle words that decide alone: a running job may well say `normal`. */
const LIFE_CYCLE: ReadonlyMap<string, JobState> = new Map([
  ['queued', 'queued'],
  ['waiting', 'queued'],
  ['running', 'running'],
  ['aborting', 'running'],
  ['aborted', 'cancelled'],
]);

/**
 * The state told by the `state` and `status` of a job or task. The documents disagree on which of the two carries the
 * life cycle and which the outcome, so each word is taken for what it is, from whichever field has it, in any case.
 * `unknown` where the two together do not say: a completed job without an outcome, or a word that is neither.
 */
export function unifiedManagerState(state: string | undefined, status: string | undefined): JobState {
  const words = [state, status].filter((word) => word !== undefined).map(foldWord);
  const decisive = words.map((word) => LIFE_CYCLE.get(word)).find((found) => found !== undefined);
  if (decisive !== undefined) return decisive;
  const outcomes = words.filter((word) => word !== COMPLETED);
  const outcomeOf = words.includes(COMPLETED) ? outcomeOfEnded : outcomeAlone;
  const [outcome = 'unknown', ...others] = outcomes.map((word) => outcomeOf(word) ?? 'unknown');
  return others.every((other) => other === outcome) ? outcome : 'unknown';
}
