/**
 * What ONTAP's refusals mean. Its documents map codes to HTTP statuses in two different ways, and not at all for the
 * codes of actions: where there is a code, the code decides.
 */
import { BackendError, type BackendErrorCode, type RefusalReason } from '@gateway/core';
import { type BackendResponse } from '../../http/backend-client.js';
import { errorForResponse } from '../../http/response-errors.js';
import { type OntapError, readError } from './ontap.wire.js';

/** "Entry doesn't exist". */
const NO_ENTRY = '4';
/** "Permission denied", and "not authorized", which comes with status 400. */
const NOT_ALLOWED: ReadonlySet<string | undefined> = new Set(['6', '6691623']);

/** Why an action is refused (REST API, "Update the state of an asynchronous job", error codes). */
const ACTION_REFUSALS: ReadonlyMap<string | undefined, RefusalReason> = new Map([
  ['458762', 'conflict'], // already in a terminal state
  ['458771', 'conflict'], // running
  ['458776', 'conflict'], // not running
  ['458783', 'unsupported'], // cannot be paused
  ['458784', 'unsupported'], // cannot be cancelled
]);
/** The Job Manager is not initialised yet. */
const NOT_READY = '458773';
/** An error of the job's own program. */
const CUSTOM_ERROR = '459753';

/** The error envelope of an answer, or `undefined` when there is none. */
export function envelopeOf(response: BackendResponse): OntapError | undefined {
  return readError(parsed(response));
}

/** The error for a listing, or anything else that is not about one job. */
export function errorForListing(response: BackendResponse): BackendError {
  const error = errorForResponse(response, readError);
  return NOT_ALLOWED.has(error.details.backendCode) ? recoded('unauthorized', error) : error;
}

/**
 * True when ONTAP itself says that it has no such job: status 404 with its own envelope, whatever the code, or "entry
 * doesn't exist" about the uuid with any status. A 404 without the envelope is a proxy's, which is no witness.
 */
export function saysGone(response: BackendResponse): boolean {
  const envelope = envelopeOf(response);
  return (
    envelope !== undefined && (response.status === 404 || (envelope.code === NO_ENTRY && envelope.target === 'uuid'))
  );
}

/** The error for a question about one job; a role may be allowed to list jobs, yet not to read this one. */
export function errorForJob(response: BackendResponse): BackendError {
  const error = errorForResponse(response, readError);
  return isForbidden(error) ? recoded('refused', error, 'forbidden') : error;
}

/**
 * The error for an action, or `undefined` when ONTAP accepted it. What a proxy answers in ONTAP's place (markup, or 502
 * and 504 without the envelope) does not tell whether ONTAP has received the action: `outcome_unknown`.
 */
export function errorForAction(response: BackendResponse): BackendError | undefined {
  const { status, text } = response;
  const envelope = envelopeOf(response);
  const error = errorForResponse(response, readError);
  if (!envelope) {
    const accepted = status >= 200 && status < 300;
    if (accepted && (text.trim() === '' || parsed(response) !== undefined)) return undefined;
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
    return undefined; // not JSON, hence not ONTAP's
  }
}
