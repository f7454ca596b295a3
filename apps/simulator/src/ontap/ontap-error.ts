/** ONTAP's error envelope and the HTTP status of each code. */
import { type Answer, json } from '../call.js';

// Codes and statuses are from "Getting started with the ONTAP REST API". The documentation of `PATCH /cluster/jobs/{uuid}`
// gives no status for the 4587xx codes; these are assumptions and clients must not rely on them.
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  '2': 400,
  '3': 405,
  '4': 404,
  '6': 403,
  '7': 429,
  '262145': 500,
  '458762': 409,
  '458771': 409,
  '458773': 503,
  '458776': 409,
  '458783': 405,
  '458784': 405,
  '459753': 500,
  '6691623': 401,
};

/** A refused request. `target` is the invalid parameter. Argument errors (2621xx, 2622xx) have status 400. */
export class OntapError extends Error {
  override readonly name = 'OntapError';
  readonly status: number;

  constructor(
    readonly code: string,
    message: string,
    readonly target?: string,
    status?: number,
  ) {
    super(message);
    this.status = status ?? STATUS_OF_CODE[code] ?? 400;
  }

  /** The `error` object; its code is a number in a string. */
  get envelope(): Readonly<Record<string, string>> {
    const { message, code, target } = this;
    return { message, code, ...(target !== undefined && { target }) };
  }
}

/** An answer with the headers that a cluster sends (from a capture). */
export function ontapAnswer(
  status: number,
  body: unknown,
  accept: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return json(status, body, {
    Server: 'libzapid-httpd',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-cache,no-store,must-revalidate',
    'Content-Type': accept === 'application/json' ? 'application/json' : 'application/hal+json',
    ...headers,
  });
}

/** The answer for an error. */
export function errorAnswer(error: OntapError, accept?: string): Answer {
  const challenge = error.status === 401 ? { 'WWW-Authenticate': 'Basic realm="Private Area"' } : undefined;
  return ontapAnswer(error.status, { error: error.envelope }, accept, challenge);
}
