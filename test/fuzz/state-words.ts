/** The states of jobs by the words of the backends: the API's own table, written again without the adapters. */
import { type JobState, type SourceKind } from '@gateway/core';

type Words = Readonly<Record<string, JobState>>;

const ONTAP: Words = {
  queued: 'queued',
  running: 'running',
  paused: 'paused',
  success: 'success',
  failure: 'failure',
  error: 'failure',
  failed: 'failure',
};
/** Outcomes of Unified Manager, which a Service Engine uses too. */
const ENDED: Words = { normal: 'success', partial_failures: 'partial_failure', error: 'failure' };
const SERVICE_ENGINE: Words = {
  ...ENDED,
  warning: 'running',
  pending: 'queued',
  queued: 'queued',
  accepted: 'queued',
  running: 'running',
  in_progress: 'running',
  processing: 'running',
  successful: 'success',
  success: 'success',
  completed: 'success',
  failed: 'failure',
  failure: 'failure',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  aborted: 'cancelled',
};
const LIFE_CYCLE: Words = {
  queued: 'queued',
  waiting: 'queued',
  running: 'running',
  aborting: 'running',
  aborted: 'cancelled',
};

/** The words of all backends, in several spellings, and words that only resemble them. */
export const STATE_WORDS: readonly string[] = [
  ...new Set([ONTAP, SERVICE_ENGINE, LIFE_CYCLE].flatMap(Object.keys)),
  ...['SUCCESS', ' Completed ', 'Partial Failures', 'partial-failures', 'In Progress', 'WARNING', 'ABORTED', 'Error'],
  ...[
    'successfully',
    'not failed',
    'success\u0000',
    '\u017fuccess',
    'succe\u0301ss',
    'completed/normal',
    'constructor',
  ],
  ...[`success${' '.repeat(60)}is not sure`, 'failed?', 'un-queued', 'toString', '__proto__'],
];

/** The states that an item of a body may have as a job. `fields` is an item with the id of the job. */
export function stateOf(kind: SourceKind, fields: Readonly<Record<string, unknown>>): JobState {
  const word = (name: string): string | undefined => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value !== 'string' || value.trim() === '') return undefined;
    const lower = value.trim().toLowerCase();
    return kind === 'ontap' ? lower : lower.replace(/[\s-]+/g, '_');
  };
  if (kind === 'ontap') return lookup(ONTAP, word('state'));
  if (kind === 'service-engine') return lookup(SERVICE_ENGINE, word('status'));
  return unifiedManagerState([word('state'), word('status')].filter((each) => each !== undefined));
}

/** A life-cycle word decides alone, and two that contradict each other decide nothing. So do two outcomes. */
function unifiedManagerState(words: readonly string[]): JobState {
  const lives = new Set(
    words.filter((word) => Object.hasOwn(LIFE_CYCLE, word)).map((word) => lookup(LIFE_CYCLE, word)),
  );
  if (lives.size > 0) return only(lives);
  const isCompleted = words.includes('completed');
  const outcomes = words.filter((word) => word !== 'completed');
  return only(
    new Set(outcomes.map((word) => lookup({ ...ENDED, warning: isCompleted ? 'warning' : 'running' }, word))),
  );
}

function only(states: ReadonlySet<JobState>): JobState {
  return states.size === 1 ? ([...states][0] as JobState) : 'unknown';
}

function lookup(words: Words, word: string | undefined): JobState {
  return word !== undefined && Object.hasOwn(words, word) ? (words[word] as JobState) : 'unknown';
}
