import { type JobError, type JobState, type ObservedJob, type Reference } from '@gateway/core';

import { boundedJob } from '../../wire/bounded-job.js';
import { NO_ERROR_CODE, NO_ERROR_REASON } from '../../wire/outcome-words.js';
import { asObject, asText, asTimestamp, type WireObject, withoutUndefined } from '../../wire/wire-fields.js';
import { isOntapId, readCode } from './ontap.wire.js';

/**
 * ONTAP's five states, and `error` and `failed`, which some of its documents use for `failure`. ONTAP reports `running`
 * also for a job that is pausing, cancelling, dormant or waiting.
 */
const STATES: ReadonlyMap<string, JobState> = new Map([
  ['queued', 'queued'],
  ['running', 'running'],
  ['paused', 'paused'],
  ['success', 'success'],
  ['failure', 'failure'],
  ['error', 'failure'],
  ['failed', 'failure'],
]);

/**
 * Converts a record to an observed job with known fields only; `undefined` if the record has no valid id. An unknown or
 * absent state gives `unknown`: without the job in the result, the poller would treat it as missing.
 */
export function normalizeJob(value: unknown): ObservedJob | undefined {
  const record = asObject(value);
  const nativeId = record?.['uuid'];
  if (!record || typeof nativeId !== 'string' || !isOntapId(nativeId)) return undefined;
  const nativeState = asText(record['state']) ?? '';
  const state = STATES.get(nativeState.trim().toLowerCase()) ?? 'unknown';
  const job = withoutUndefined<ObservedJob>({
    native_id: nativeId,
    state,
    native_state: nativeState,
    description: asText(record['description']),
    message: asText(record['message']),
    code: asInteger(record['code']),
    error: state === 'failure' ? errorOf(record) : undefined,
    start_time: asTimestamp(record['start_time']),
    end_time: asTimestamp(record['end_time']),
    svm: referenceOf(record['svm']),
    node: referenceOf(record['node']),
  });
  return boundedJob(job);
}

/**
 * A failed job has no `error` before 9.9, and not always later: then `code` and `message` describe the failure. An
 * `error` that is a plain text is its message.
 */
function errorOf(record: WireObject): JobError {
  const error = asObject(record['error']);
  const code = readCode(error?.['code']) ?? readCode(asInteger(record['code']) || undefined);
  return withoutUndefined<JobError>({
    code: code ?? NO_ERROR_CODE,
    message: asText(error?.['message']) ?? asText(record['error']) ?? asText(record['message']) ?? NO_ERROR_REASON,
    target: asText(error?.['target']),
    arguments: argumentsOf(error?.['arguments']),
  });
}

/** Some documents show a single argument instead of an array. */
function argumentsOf(value: unknown): JobError['arguments'] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => {
    const [code, message] = [readCode(asObject(item)?.['code']), asText(asObject(item)?.['message'])];
    return code === undefined && message === undefined ? [] : [{ code: code ?? '', message: message ?? '' }];
  });
}

function referenceOf(value: unknown): Reference | undefined {
  const [name, uuid] = [asText(asObject(value)?.['name']), asText(asObject(value)?.['uuid'])];
  return name === undefined && uuid === undefined ? undefined : withoutUndefined<Reference>({ name, uuid });
}

/** A whole number, or a text of digits that is one. */
function asInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}
