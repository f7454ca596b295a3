/**
 * Converts ONTAP's error responses to `BackendError`. If there is a code, the code decides, not the HTTP status:
 * ONTAP's documents map codes to statuses in two different ways, and the codes of actions not at all.
 */
import { BackendError, type BackendErrorCode, type RefusalReason } from '@gateway/core';

import { type BackendResponse } from '../../http/backend-response.js';
import { errorForResponse } from '../../http/response-errors.js';
import { describeError, type OntapError, readError } from './ontap.wire.js';

/** "Entry doesn't exist". */
const NO_ENTRY = '4';
/** "Permission denied", and "not authorized", which comes with status 400. */
const NOT_ALLOWED: ReadonlySet<string | undefined> = new Set(['6', '6691623']);

/** Codes of refused actions (REST API, "Update the state of an asynchronous job", error codes). */
const ACTION_REFUSALS: ReadonlyMap<string | undefined, RefusalReason> = new Map([
  ['458762', 'conflict'], // already in a terminal state
  ['458771', 'conflict'], // running
  ['458776', 'conflict'], // not running
  ['458783', 'unsupported'], // cannot be paused
  ['458784', 'unsupported'], // cannot be cancelled
]);
/** The Job Manager is not initialised yet. */
const NOT_READY = '458773';
/** An error from the program that runs the job. */
const CUSTOM_ERROR = '459753';

/** The error envelope of a response; `undefined` without one. */
export function envelopeOf(response: BackendResponse): OntapError | undefined {
  return readError(parsed(response));
}

/** The error for any request that is not about a single job. */
export function errorForListing(response: BackendResponse): BackendError {
  const error = errorForResponse(response, describeError);
  return NOT_ALLOWED.has(error.details.backendCode) ? recoded('unauthorized', error) : error;
}

/**
 * True if ONTAP itself reports that it does not have the job: status 404 with the error envelope and any code, or
 * "entry doesn't exist" for the target `uuid` with any status. A 404 without the envelope comes from a proxy and proves
 * nothing.
 */
export function reportsGone(response: BackendResponse): boolean {
  const envelope = envelopeOf(response);
  return (
    envelope !== undefined && (response.status === 404 || (envelope.code === NO_ENTRY && envelope.target === 'uuid'))
  );
}

/** The error for the lookup of a job. A role may permit to list jobs but not to read this one. */
export function errorForJob(response: BackendResponse): BackendError {
  const error = errorForResponse(response, describeError);
  return isForbidden(error) ? recoded('refused', error, 'forbidden') : error;
}

/**
 * The error for an action; `undefined` if ONTAP accepted it. A proxy's response (markup, or 502 and 504 without the
 * envelope) does not show whether ONTAP received the action: `outcome_unknown`.
 */
export function errorForAction(response: BackendResponse): BackendError | undefined {
  const { status } = response;
  const body = parsed(response);
  const envelope = readError(body);
  const error = errorForResponse({ status, header: (name) => response.header(name), json: () => body }, describeError);
  if (!envelope) {
    const accepted = status >= 200 && status < 300;
    if (accepted && describeError(body)) return recoded('failed', error);
    if (accepted && (body !== undefined || response.text.trim() === '')) return undefined;
    if (accepted || status === 502 || status === 504) return recoded('outcome_unknown', error);
    return isForbidden(error) ? recoded('refused', error, 'forbidden') : error;
  }
  const refusal = ACTION_REFUSALS.get(envelope.code) ?? (isForbidden(error) ? 'forbidden' : undefined);
  if (refusal) return recoded('refused', error, refusal);
  if (envelope.code === NO_ENTRY || status === 404) return recoded('refused', error, 'gone');
  if (envelope.code === NOT_READY) return recoded('throttled', error);
  return envelope.code === CUSTOM_ERROR || error.code === 'malformed' ? recoded('failed', error) : error;
}

function isForbidden({ details }: BackendError): boolean {
  return details.status === 403 || (details.status !== 401 && NOT_ALLOWED.has(details.backendCode));
}

function recoded(code: BackendErrorCode, error: BackendError, refusal?: RefusalReason): BackendError {
  return new BackendError(code, error.message, { ...error.details, ...(refusal && { refusal }) });
}

function parsed(response: BackendResponse): unknown {
  try {
    return response.json();
  } catch {
    return undefined; // not JSON, so not from ONTAP
  }
}
