import { type BackendResponse } from '../../http/backend-response.js';
import { envelopeOf } from './ontap.errors.js';

/** The fields that every ONTAP release since 9.6 has. Without `fields` a collection contains ids only. */
const OLDEST = 'uuid,description,state,message,code,start_time,end_time';

/**
 * The field queries from the newest to the oldest ONTAP release. A release rejects a request with a field it does not
 * have, unless it supports `ignore_unknown_fields`. `node` exists since 9.11, `error` since 9.9, `svm` since 9.8.
 */
export const FIELD_QUERIES: readonly string[] = [
  `fields=${OLDEST},svm,node,error&ignore_unknown_fields=true`,
  `fields=${OLDEST},svm,node,error`,
  `fields=${OLDEST},svm,error`,
  `fields=${OLDEST},svm`,
  `fields=${OLDEST}`,
];

/** ONTAP's codes for an unknown parameter, field or value (REST API, "Getting started", error codes). */
const UNKNOWN_ARGUMENT_CODES: ReadonlySet<string | undefined> = new Set(['262179', '262185', '262197', '262247']);

/** True if ONTAP rejected the request because of a field or parameter that this release does not have. */
export function refusesFields(response: BackendResponse): boolean {
  return response.status === 400 && UNKNOWN_ARGUMENT_CODES.has(envelopeOf(response)?.code);
}
