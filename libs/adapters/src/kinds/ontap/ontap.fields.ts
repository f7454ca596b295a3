import { type BackendResponse } from '../../http/backend-client.js';
import { envelopeOf } from './ontap.errors.js';

/** What every ONTAP since 9.6 knows of a job. Without `fields` a collection tells ids only. */
const OLDEST = 'uuid,description,state,message,code,start_time,end_time';

/**
 * How to name the fields, from the newest ONTAP to the oldest. A release that does not know a field refuses the whole
 * request, unless it knows `ignore_unknown_fields`; `node` came with 9.11, `error` with 9.9, `svm` with 9.8.
 */
export const FIELD_QUERIES: readonly string[] = [
  `fields=${OLDEST},svm,node,error&ignore_unknown_fields=true`,
  `fields=${OLDEST},svm,node,error`,
  `fields=${OLDEST},svm,error`,
  `fields=${OLDEST},svm`,
  `fields=${OLDEST}`,
];

/** ONTAP's codes for a parameter, field or value it does not know (REST API, "Getting started", error codes). */
const UNKNOWN_ARGUMENT_CODES: ReadonlySet<string | undefined> = new Set(['262179', '262185', '262197', '262247']);

/** True when ONTAP refuses a request for what it names, not for what it asks. */
export function refusesFields(response: BackendResponse): boolean {
  return response.status === 400 && UNKNOWN_ARGUMENT_CODES.has(envelopeOf(response)?.code);
}
