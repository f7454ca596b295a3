import { isNativeId, type JobError, type JobState, type ObservedJob, type Reference } from '@gateway/core';
import { NO_ERROR_CODE, NO_ERROR_REASON } from '../../outcome-words.js';
import { asObject, asText, asTimestamp, type WireObject, withoutAbsent } from '../../wire-fields.js';
import { readCode } from './ontap.wire.js';

/**
 * ONTAP's five states; `error` and `failed` stand for `failure` in some of its documents. ONTAP says `running` also of
 * a job that is pausing, cancelling, dormant or waiting.
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

const MAX_ARGUMENTS = 100;

/** True for what ONTAP uses as a job's id, a UUID; nothing else may stand in a URL. */
export function isOntapId(text: string): boolean {
  return /^[0-9a-fA-F-]{36}$/.test(text) && isNativeId(text);
}

/**
 * A job as ONTAP reports it, known fields only, or `undefined` when the record has no id. A state never heard of, or
 * none at all, is `unknown`: the job is there, and leaving it out would make it look vanished.
 */
export function normalizeJob(value: unknown): ObservedJob | undefined {
  const record = asObject(value);
  const nativeId = record?.['uuid'];
  if (!record || typeof nativeId !== 'string' || !isOntapId(nativeId)) return undefined;
  const nativeState = asText(record['state']) ?? '';
  const state = STATES.get(nativeState.trim().toLowerCase()) ?? 'unknown';
  return withoutAbsent<ObservedJob>({
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
}

/** Before 9.9 there is no `error`, and later a failure may come without one: then `code` and `message` tell it. */
function errorOf(record: WireObject): JobError {
  const error = asObject(record['error']);
  const code = readCode(error?.['code']) ?? readCode(asInteger(record['code']) || undefined);
  return withoutAbsent<JobError>({
    code: code ?? NO_ERROR_CODE,
    message: asText(error?.['message']) ?? asText(record['message']) ?? NO_ERROR_REASON,
    target: asText(error?.['target']),
    arguments: argumentsOf(error?.['arguments']),
  });
}

/** Some documents show one argument alone instead of in an array. */
function argumentsOf(value: unknown): JobError['arguments'] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.slice(0, MAX_ARGUMENTS).flatMap((item) => {
    const [code, message] = [readCode(asObject(item)?.['code']), asText(asObject(item)?.['message'])];
    return code === undefined && message === undefined ? [] : [{ code: code ?? '', message: message ?? '' }];
  });
}

function referenceOf(value: unknown): Reference | undefined {
  const [name, uuid] = [asText(asObject(value)?.['name']), asText(asObject(value)?.['uuid'])];
  return name === undefined && uuid === undefined ? undefined : withoutAbsent<Reference>({ name, uuid });
}

/** A whole number, also one written as a text. */
function asInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}
