import { type Job } from '@gateway/core';
import { type FieldChoice, projection } from '@gateway/view';

import { inParameter } from '../query/in-parameter.js';
import { type QueryParameters } from '../query/query-parameters.js';
import { readFields } from '../query/read-fields.js';
import { isOntapField } from './ontap-fields.js';
import { readFlag } from './ontap-parameters.js';
import { toOntapRecord } from './ontap-record.js';

/** The parameters that select the fields of a record. */
export const FIELD_PARAMETERS: readonly string[] = ['fields', 'ignore_unknown_fields'];
/** Served regardless of `fields`. */
const ALWAYS_SERVED = ['uuid', '_links'];

/**
 * Creates the function that serialises a job with the fields in `fields`: `*` or `**` for all, dots, braces and `!`.
 * Returns `undefined` if the parameter is missing. Throws a `Problem` if it is invalid.
 */
export function ontapPresenter(parameters: QueryParameters): ((job: Job) => string) | undefined {
  const choice = readFieldChoice(parameters, isOntapField);
  if (choice === undefined) return undefined;
  if (choice === 'whole') return ontapRecordText;
  const project = projection(choice, ALWAYS_SERVED);
  return (job) => project(toOntapRecord(job));
}

/**
 * Reads `fields` and `ignore_unknown_fields`. `isField` is true for the paths of the record. Returns `undefined` if
 * `fields` is missing, and `whole` for all fields. Throws a `Problem` if it is invalid.
 */
export function readFieldChoice(
  parameters: QueryParameters,
  isField: (path: string) => boolean,
): FieldChoice | 'whole' | undefined {
  const isAccepted = readFlag(parameters, 'ignore_unknown_fields', false) ? () => true : isField;
  const fields = parameters.get('fields');
  if (fields === undefined) return undefined;
  return inParameter('fields', fields.replaceAll('**', '*'), (value) => readFields(value, isAccepted)) ?? 'whole';
}

/** Serialises a job with all fields. */
export function ontapRecordText(job: Job): string {
  return JSON.stringify(toOntapRecord(job));
}
