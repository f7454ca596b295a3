import { isNativeId, JOB_STATES, type JobTask, type ObservedJob, type Reference, type Timestamp } from '@gateway/core';

const LONGEST_TEXT = 4096;
const LARGEST_JOB = 16 * 1024 + 1024; // with the names in `truncated`

const IS = {
  text: (value: unknown) => typeof value === 'string' && value.length <= LONGEST_TEXT,
  integer: (value: unknown) => Number.isSafeInteger(value),
  time: (value: unknown) => typeof value === 'string' && isTimestamp(value),
  state: (value: unknown) => (JOB_STATES as readonly unknown[]).includes(value),
  nativeId: (value: unknown) => typeof value === 'string' && isNativeId(value),
};

type Check = (value: unknown) => boolean;
type Shape<T> = Readonly<Record<keyof Required<T>, Check>>;

const REFERENCE: Shape<Reference> = { name: IS.text, uuid: IS.text, id: IS.text, type: IS.text };
const TASK: Shape<JobTask> = {
  native_id: IS.text,
  name: IS.text,
  state: IS.state,
  native_state: IS.text,
  message: IS.text,
  start_time: IS.time,
  end_time: IS.time,
};
const JOB: Shape<ObservedJob> = {
  native_id: IS.nativeId,
  state: IS.state,
  native_state: IS.text,
  type: IS.text,
  description: IS.text,
  message: IS.text,
  code: IS.integer,
  error: object({
    code: IS.text,
    message: IS.text,
    target: IS.text,
    arguments: list(object({ code: IS.text, message: IS.text })),
  }),
  submit_time: IS.time,
  start_time: IS.time,
  end_time: IS.time,
  svm: object(REFERENCE),
  node: object(REFERENCE),
  tenant: object(REFERENCE),
  user: object(REFERENCE),
  object: object(REFERENCE),
  parent_id: IS.nativeId,
  spawned: object({
    total: IS.integer,
    running: IS.integer,
    completed: IS.integer,
    successful: IS.integer,
    failed: IS.integer,
    aborted: IS.integer,
  }),
  tasks: list(object(TASK)),
  results: list(object({ name: IS.text, value: IS.text })),
  truncated: list(IS.text),
};

/**
 * Fails if a field is unknown, has a wrong type, or is `undefined` or `null`, if the job is too large, and if a job
 * without a failure has `error`.
 */
export function expectWellFormedJob(job: ObservedJob): void {
  expect(faultsOfJob(job)).toEqual([]);
}

/** What `expectWellFormedJob` rejects in a job, without Jest. */
export function faultsOfJob(job: ObservedJob): readonly unknown[] {
  const invalid = Object.entries(job).filter(
    ([field, value]) => !(Object.hasOwn(JOB, field) && JOB[field as keyof ObservedJob](value)),
  );
  const missing = ['native_id', 'state', 'native_state'].filter((field) => !Object.hasOwn(job, field));
  const bytes = Buffer.byteLength(JSON.stringify(job));
  const mayFail = job.state === 'failure' || job.state === 'partial_failure';
  return [
    ...invalid,
    ...missing.map((field) => `${field} is missing`),
    ...(bytes <= LARGEST_JOB ? [] : [`the job has ${bytes} bytes`]),
    ...(job.error === undefined || mayFail ? [] : [`${job.state} with an error`]),
  ];
}

function object(shape: Readonly<Record<string, Check>>): Check {
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([field, item]) => Object.hasOwn(shape, field) && shape[field]?.(item) === true);
}

function list(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

function isTimestamp(text: string): text is Timestamp {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}
