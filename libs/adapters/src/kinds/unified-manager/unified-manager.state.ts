import { type JobState } from '@gateway/core';

import { canonicalWord, outcomeOfEnded, outcomeWithoutLifeCycle } from '../../wire/outcome-words.js';

const COMPLETED = 'completed';

/** Life-cycle words that decide the state alone: a running job can also be `normal`. */
const LIFE_CYCLE: ReadonlyMap<string, JobState> = new Map([
  ['queued', 'queued'],
  ['waiting', 'queued'],
  ['running', 'running'],
  ['aborting', 'running'],
  ['aborted', 'cancelled'],
]);

/**
 * The state of a job or task from its `state` and `status`. The documents disagree on which of the two fields holds the
 * life cycle and which the outcome, so each word is classified by its meaning, regardless of field and case. `unknown`
 * for a completed job without an outcome, for two words that contradict each other, and for a word that is neither.
 */
export function unifiedManagerState(state: string | undefined, status: string | undefined): JobState {
  const words = [state, status].filter((word) => word !== undefined).map(canonicalWord);
  const lifeCycle = words.map((word) => LIFE_CYCLE.get(word)).filter((found) => found !== undefined);
  if (lifeCycle.length > 0) return agreed(lifeCycle);
  const outcomes = words.filter((word) => word !== COMPLETED);
  const outcomeOf = words.includes(COMPLETED) ? outcomeOfEnded : outcomeWithoutLifeCycle;
  return agreed(outcomes.map((word) => outcomeOf(word) ?? 'unknown'));
}

/** The state that all words mean; `unknown` without words, or if they contradict each other. */
function agreed([state = 'unknown', ...others]: readonly JobState[]): JobState {
  return others.every((other) => other === state) ? state : 'unknown';
}
