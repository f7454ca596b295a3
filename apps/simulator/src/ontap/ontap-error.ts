/** ONTAP's error envelope and the HTTP status of each code. */
import { type Answer, json } from '../call.js';

// Codes below 10,000,000 and their statuses: "Getting started with the ONTAP REST API". The 4587xx codes stand in
// `PATCH /cluster/jobs/{uuid}` without a status; these are our choice and clients must not rely on them.
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

/** A request ONTAP refuses. `target` is the parameter at fault. Argument errors (2621xx, 2622xx) are a 400. */
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

/** An answer with ONTAP's usual headers, as captured from a cluster. */
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

/** The answer that carries an error. */
export function errorAnswer(error: OntapError, accept?: string): Answer {
  const challenge = error.status === 401 ? { 'WWW-Authenticate': 'Basic realm="Private Area"' } : undefined;
  return ontapAnswer(error.status, { error: error.envelope }, accept, challenge);
}
