import { type Change, formatJobId, isTerminalState, type Job, type JobState } from '@gateway/core';

/** What a test wants to say of a job; the rest is filled in. */
export interface SampleJob {
  readonly nativeId: string;
  readonly state?: JobState;
  readonly message?: string;
  readonly svm?: string;
}

/** The change that writes a job of the source `east`. */
export function put({ message, nativeId, state = 'running', svm }: SampleJob, revision: string): Change {
  const id = formatJobId('east', nativeId);
  const time = '2026-01-01T00:00:00.000Z';
  const job: Job = {
    id,
    native_id: nativeId,
    source: { name: 'east', kind: 'ontap', labels: {} },
    state,
    terminal: isTerminalState(state),
    native_state: state,
    ...(message === undefined ? {} : { message }),
    ...(svm === undefined ? {} : { svm: { name: svm } }),
    created_time: time,
    first_seen_time: time,
    updated_time: time,
    attempt: 1,
    gone: false,
    actions: [],
    _links: { self: { href: `/api/jobs/${id}` }, source: { href: '/api/sources/east' } },
  };
  return { type: 'put', id, revision, text: JSON.stringify(job) };
}

/** The change by which retention lets a job of the source `east` go. */
export function remove(nativeId: string, revision: string): Change {
  return { type: 'remove', id: formatJobId('east', nativeId), revision };
}
