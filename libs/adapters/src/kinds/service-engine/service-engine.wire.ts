/**
 * Guards for the responses of Service Engine (API reference, "Jobs" and "Object storage APIs"). Known fields are copied
 * one by one, and never `request_payload`, which contains passwords in clear text.
 */
import { BackendError, isNativeId } from '@gateway/core';

import { asCount, asList, asObject, asText, withoutUndefined } from '../../wire/wire-fields.js';

/** An item of `job_tasks`. */
export interface ServiceEngineTask {
  readonly id: string;
  readonly action?: string;
  readonly driver?: string;
  readonly resource_type?: string;
  readonly status?: string;
  readonly status_detail?: string;
  readonly last_error?: string;
}

/** A job; times are unchecked texts. */
export interface ServiceEngineJob {
  readonly id: string;
  readonly action?: string;
  readonly job_summary?: string;
  readonly created?: string;
  readonly updated?: string;
  readonly object_id?: string;
  readonly object_type?: string;
  readonly object_name?: string;
  readonly status?: string;
  readonly status_detail?: string;
  readonly last_error?: string;
  readonly user_id?: string;
  readonly tenant_id?: string;
  /** `null` on the wire while the job is pending. */
  readonly job_tasks: readonly ServiceEngineTask[];
}

/** The `result` of a response; `records` are unchecked. */
export interface ServiceEngineResult {
  readonly records: readonly unknown[];
  readonly total_records?: number;
  /** The page size that the backend used. */
  readonly limit?: number;
}

const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** True for a text in the format of job ids, in all samples 24 hex digits. Only such an id may be in a URL. */
export function isServiceEngineId(text: string): boolean {
  return isNativeId(text) && ID.test(text);
}

/** The `result` of a response envelope; throws a `malformed` BackendError for any other body. */
export function readResult(body: unknown): ServiceEngineResult {
  const result = asObject(asObject(body)?.['result']);
  const records = result?.['records'];
  if (!result || !(Array.isArray(records) || records === null)) {
    throw new BackendError('malformed', 'the response is not the envelope of a Service Engine');
  }
  const total = result['total_records'];
  // Without records, the number decides whether there are any.
  if (!records?.length && total != null && asCount(total) === undefined) {
    throw new BackendError('malformed', 'the number of records in the response is not a count');
  }
  return withoutUndefined<ServiceEngineResult>({
    records: asList(records),
    total_records: asCount(total),
    limit: asCount(result['limit']),
  });
}

/** A job; `undefined` for a value without a valid id. */
export function readJob(value: unknown): ServiceEngineJob | undefined {
  const record = asObject(value);
  const id = asText(record?.['id']);
  if (!record || id === undefined || !isServiceEngineId(id)) return undefined;
  return withoutUndefined<ServiceEngineJob>({
    id,
    action: asText(record['action']),
    job_summary: asText(record['job_summary']),
    created: asText(record['created']),
    updated: asText(record['updated']),
    object_id: asText(record['object_id']),
    object_type: asText(record['object_type']),
    object_name: asText(record['object_name']),
    // The reference describes `state`; its samples have `status`.
    status: asText(record['status']) ?? asText(record['state']),
    status_detail: asText(record['status_detail']),
    last_error: asText(record['last_error']),
    user_id: asText(record['user_id']),
    tenant_id: asText(record['tenant_id']),
    job_tasks: asList(record['job_tasks']).flatMap((task) => readTask(task) ?? []),
  });
}

function readTask(value: unknown): ServiceEngineTask | undefined {
  const task = asObject(value);
  const id = asText(task?.['id']);
  if (!task || id === undefined) return undefined;
  return withoutUndefined<ServiceEngineTask>({
    id,
    action: asText(task['action']),
    driver: asText(task['driver']),
    resource_type: asText(task['resource_type']),
    status: asText(task['status']),
    status_detail: asText(task['status_detail']),
    last_error: asText(task['last_error']),
  });
}

/**
 * What an error response says: its envelope, or a `status` that is a plain text. Unlike the envelope, such a text does
 * not prove that the response is Service Engine's.
 */
export function describeError(body: unknown): { code?: string; message?: string } | undefined {
  const message = asText(asObject(body)?.['status']);
  return message === undefined ? readError(body) : { message };
}

/** Code and message of a response envelope; `undefined` for any other body, and without both. */
export function readError(body: unknown): { code?: string; message?: string } | undefined {
  const status = asObject(asObject(body)?.['status']);
  if (!status) return undefined;
  const code = asCount(status['code'])?.toString() ?? asText(status['code']);
  const message = asText(status['user_message']);
  return code === undefined && message === undefined
    ? undefined
    : withoutUndefined<{ code?: string; message?: string }>({ code, message });
}

/** The token of a sign-in response; throws a `malformed` BackendError without a valid one. */
export function readToken(body: unknown): string {
  const token = asObject(readResult(body).records[0])?.['token'];
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,16384}$/.test(token)) {
    throw new BackendError('malformed', 'the response to the sign-in contains no valid token');
  }
  return token;
}
