/**
 * Guards for the responses of Unified Manager (its API documentation, `/management-server/jobs`). Known fields are
 * copied one by one.
 */
import { BackendError, isNativeId } from '@gateway/core';

import { asCount, asList, asObject, asText, withoutUndefined } from '../../wire/wire-fields.js';

/** An item of `task_reports`; times are unchecked texts. */
export interface UnifiedManagerTask {
  readonly key: string;
  readonly name?: string;
  readonly description?: string;
  readonly state?: string;
  readonly status?: string;
  readonly start_time?: string;
  readonly complete_time?: string;
  readonly failure_reason?: string;
}

/** `spawned_job_summary`: the jobs that this job has started. `completed_jobs` includes failed and aborted ones. */
export interface UnifiedManagerSpawned {
  readonly total_jobs: number;
  readonly running_jobs: number;
  readonly completed_jobs: number;
  readonly successful_jobs: number;
  readonly failed_jobs: number;
  readonly aborted_jobs: number;
}

/** A job; times are unchecked texts. */
export interface UnifiedManagerJob {
  readonly key: string;
  readonly name?: string;
  readonly type?: string;
  readonly state?: string;
  readonly status?: string;
  readonly submit_time?: string;
  readonly complete_time?: string;
  readonly parent_job_key?: string;
  readonly spawned_job_summary?: UnifiedManagerSpawned;
  readonly task_reports: readonly UnifiedManagerTask[];
  /** Values contain colons and commas; they are never split. */
  readonly job_results: readonly { readonly name: string; readonly value: string }[];
}

/** A page of the listing; `records` are unchecked. */
export interface UnifiedManagerPage {
  readonly records: readonly unknown[];
  readonly total_records?: number;
}

const KEY = /^[A-Za-z0-9_:-]{1,256}$/;
/** A key of 256 colons, each percent-encoded. */
const LONGEST_ENCODED_KEY = 3 * 256;

/**
 * True for a text in the format of job keys: hexadecimal parts, colons and minus signs. Only such a key may be in a
 * URL.
 */
export function isUnifiedManagerKey(text: string): boolean {
  return isNativeId(text) && KEY.test(text);
}

/** A page of the listing; throws a `malformed` BackendError for any other body. */
export function readList(body: unknown): UnifiedManagerPage {
  const list = asObject(body);
  if (!Array.isArray(list?.['records'])) {
    throw new BackendError('malformed', 'the response is not a list of Unified Manager');
  }
  return withoutUndefined<UnifiedManagerPage>({
    records: asList(list['records']),
    total_records: asCount(list['total_records']),
  });
}

/** A job; `undefined` for a value without a valid key. */
export function readJob(value: unknown): UnifiedManagerJob | undefined {
  const job = asObject(value);
  const key = asKey(job?.['key']);
  if (!job || key === undefined) return undefined;
  return withoutUndefined<UnifiedManagerJob>({
    key,
    name: asText(job['name']),
    type: asText(job['type']),
    state: asText(job['state']),
    status: asText(job['status']),
    submit_time: asText(job['submit_time']),
    complete_time: asText(job['complete_time']),
    parent_job_key: asKey(job['parent_job_key']),
    spawned_job_summary: readSpawned(job['spawned_job_summary']),
    task_reports: asList(job['task_reports']).flatMap((task) => readTask(task) ?? []),
    job_results: asList(job['job_results']).flatMap((result) => readJobResult(result) ?? []),
  });
}

function readTask(value: unknown): UnifiedManagerTask | undefined {
  const task = asObject(value);
  const key = asKey(task?.['key']);
  if (!task || key === undefined) return undefined;
  return withoutUndefined<UnifiedManagerTask>({
    key,
    name: asText(task['name']),
    description: asText(task['description']),
    state: asText(task['state']),
    status: asText(task['status']),
    start_time: asText(task['start_time']),
    complete_time: asText(task['complete_time']),
    failure_reason: asText(task['failure_reason']),
  });
}

function readSpawned(value: unknown): UnifiedManagerSpawned | undefined {
  const spawned = asObject(value);
  const total_jobs = asCount(spawned?.['total_jobs']);
  if (!spawned || total_jobs === undefined) return undefined;
  return {
    total_jobs,
    running_jobs: asCount(spawned['running_jobs']) ?? 0,
    completed_jobs: asCount(spawned['completed_jobs']) ?? 0,
    successful_jobs: asCount(spawned['successful_jobs']) ?? 0,
    failed_jobs: asCount(spawned['failed_jobs']) ?? 0,
    aborted_jobs: asCount(spawned['aborted_jobs']) ?? 0,
  };
}

function readJobResult(value: unknown): { name: string; value: string } | undefined {
  const result = asObject(value);
  const name = asText(result?.['name']);
  const text = asText(result?.['value']);
  return name === undefined || text === undefined ? undefined : { name, value: text };
}

/** The key with plain colons. Backends send colons plain or percent-encoded, and both forms mean the same job. */
function asKey(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_ENCODED_KEY) return undefined;
  const key = value.replace(/%3a/gi, ':');
  return isUnifiedManagerKey(key) ? key : undefined;
}

/**
 * What an error response says: its envelope, or an `error` that is a plain text. Unlike the envelope, such a text does
 * not prove that the response is Unified Manager's: proxies send it too.
 */
export function describeError(body: unknown): { code?: string; message?: string } | undefined {
  const message = asText(asObject(body)?.['error']);
  return message === undefined ? readError(body) : { message };
}

/** Code and message of an error envelope; `undefined` for any other body, and without both. */
export function readError(body: unknown): { code?: string; message?: string } | undefined {
  const error = asObject(asObject(body)?.['error']);
  if (!error) return undefined;
  const code = asText(error['code']) ?? asCount(error['code'])?.toString();
  const message = asText(error['message']);
  return code === undefined && message === undefined
    ? undefined
    : withoutUndefined<{ code?: string; message?: string }>({ code, message });
}
