import { type Change, formatJobId, isTerminalState, type Job, type JobState, type StoredJob } from '@gateway/core';

/** The parts of a job that a test specifies; the others have defaults. */
export interface Sample {
  readonly source?: string;
  readonly nativeId: string;
  readonly state?: JobState;
  readonly message?: string;
  readonly createdMs?: number;
  readonly gone?: boolean;
  readonly svm?: string | undefined;
  readonly node?: string | undefined;
  readonly labels?: Readonly<Record<string, string>>;
  /** Any other fields. */
  readonly more?: Partial<Job>;
}

/** Creates a complete job record. */
export function sampleJob({
  source = 'east',
  nativeId,
  state = 'running',
  createdMs = 0,
  gone = false,
  labels = { site: 'lab' },
  more,
  ...rest
}: Sample): Job {
  const time = new Date(Date.UTC(2026, 0, 1) + createdMs).toISOString();
  const id = formatJobId(source, nativeId);
  return {
    id,
    native_id: nativeId,
    source: { name: source, kind: source.startsWith('um') ? 'unified-manager' : 'ontap', labels },
    state,
    terminal: isTerminalState(state),
    native_state: state,
    ...(rest.message !== undefined && { message: rest.message }),
    description: `job ${nativeId}`,
    created_time: time,
    first_seen_time: time,
    updated_time: time,
    ...(rest.svm !== undefined && { svm: { name: rest.svm, uuid: `uuid-${rest.svm}` } }),
    ...(rest.node !== undefined && { node: { name: rest.node } }),
    tasks: [{ native_id: '1', state: 'running', native_state: 'running' }],
    attempt: 1,
    gone,
    actions: [],
    ...more,
    _links: { self: { href: `/api/jobs/${id}` }, source: { href: `/api/sources/${source}` } },
  };
}

/** The change that writes a job. */
export function put(sample: Sample, revision: string): Change {
  const job = sampleJob(sample);
  return { type: 'put', id: job.id, revision, text: JSON.stringify(job) };
}

/** The change that removes a job. */
export function remove(id: string, revision: string): Change {
  return { type: 'remove', id, revision };
}

/** A job as the store's snapshot contains it. */
export function stored(sample: Sample, revision: string): StoredJob {
  const job = sampleJob(sample);
  return { id: job.id, revision, text: JSON.stringify(job) };
}

/** A snapshot with these batches. */
export async function* snapshotOf(...batches: readonly (readonly StoredJob[])[]): AsyncGenerator<readonly StoredJob[]> {
  yield* batches;
}

/** The ids of records that a query returned. */
export function idsOf(records: readonly string[]): string[] {
  return records.map((text) => (JSON.parse(text) as Job).id);
}
