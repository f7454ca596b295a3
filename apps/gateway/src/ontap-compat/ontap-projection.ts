import { type Job } from '@gateway/core';
import { projection } from '@gateway/view';

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
 * Creates the function that serialises a job with the fields in `fields`: `*` or `**` for all, dots, braces and `!`. Returns
 * `undefined` if the parameter is missing. Throws a `Problem` if it is invalid.
 */
export function ontapPresenter(parameters: QueryParameters): ((job: Job) => string) | undefined {
  const ignoresUnknown = readFlag(parameters, 'ignore_unknown_fields', false);
  const fields = parameters.get('fields');
  if (fields === undefined) return undefined;
  const isField = ignoresUnknown ? () => true : isOntapField;
  const choice = inParameter('fields', fields.replaceAll('**', '*'), (value) => readFields(value, isField));
  if (choice === undefined) return ontapRecordText;
  const project = projection(choice, ALWAYS_SERVED);
  return (job) => project(toOntapRecord(job));
}

/** Serialises a job with all fields. */
export function ontapRecordText(job: Job): string {
  return JSON.stringify(toOntapRecord(job));
}
