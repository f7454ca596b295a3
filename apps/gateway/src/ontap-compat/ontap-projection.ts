import { type Job } from '@gateway/core';
import { projection } from '@gateway/view';

import { type QueryParameters } from '../query/query-parameters.js';
import { inParameter } from '../query/in-parameter.js';
import { readFields } from '../query/read-fields.js';
import { isOntapField } from './ontap-fields.js';
import { readFlag } from './ontap-parameters.js';
import { toOntapRecord } from './ontap-record.js';

/** The parameters that choose what comes of a record. */
export const FIELD_PARAMETERS: readonly string[] = ['fields', 'ignore_unknown_fields'];
/** What comes whatever is chosen. */
const ALWAYS = ['uuid', '_links'];

/**
 * Makes the text of a job as `fields` wants it: `*` and `**` for all, dots, braces and `!`; `undefined` where it is not
 * given. Throws the `Problem` with it.
 */
export function ontapPresenter(parameters: QueryParameters): ((job: Job) => string) | undefined {
  const ignoresUnknown = readFlag(parameters, 'ignore_unknown_fields', false);
  const fields = parameters.get('fields');
  if (fields === undefined) return undefined;
  const isField = ignoresUnknown ? () => true : isOntapField;
  const choice = inParameter('fields', fields.replaceAll('**', '*'), (value) => readFields(value, isField));
  if (choice === undefined) return wholeRecord;
  const project = projection(choice, ALWAYS);
  return (job) => project(toOntapRecord(job));
}

/** The text of a job with all its fields. */
export function wholeRecord(job: Job): string {
  return JSON.stringify(toOntapRecord(job));
}
