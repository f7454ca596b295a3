/** The table of all error responses of the API, and their RFC 9457 bodies. */

import { type Job } from '@gateway/core';

/** One kind of problem. `code` is ONTAP's error code for the case, or the most similar one. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  /** One sentence for `/docs/errors` and the OpenAPI description. */
  readonly meaning: string;
}

/**
 * All problems by slug. Slugs are stable: `/docs/errors#<slug>` is the `type` of a problem. The codes are those of the
 * page "REST API getting started" of ONTAP and of its job actions.
 */
export const PROBLEMS = {
  'malformed-request': {
    status: 400,
    title: 'Malformed request',
    code: '262185',
    meaning: 'The request is not valid HTTP, or its URL is not correctly encoded.',
  },
  'malformed-id': {
    status: 400,
    title: 'Malformed identifier',
    code: '2',
    meaning: 'The job id or source name in the path is not valid; nothing was sent to a backend.',
  },
  'unknown-parameter': {
    status: 400,
    title: 'Unknown parameter',
    code: '262179',
    meaning: 'The query contains a parameter that this endpoint does not support.',
  },
  'duplicate-parameter': {
    status: 400,
    title: 'Parameter given twice',
    code: '262188',
    meaning: 'The query contains the same parameter more than once; join several values of a field with `|`.',
  },
  'empty-parameter': {
    status: 400,
    title: 'Parameter without a value',
    code: '262177',
    meaning: 'A parameter has no value.',
  },
  'invalid-parameter': {
    status: 400,
    title: 'Invalid parameter value',
    code: '262197',
    meaning: 'The value of a parameter is not valid.',
  },
  'invalid-cursor': {
    status: 400,
    title: 'Invalid cursor',
    code: '262197',
    meaning: 'The `start` cursor was not created by this API, or it belongs to another list.',
  },
  'malformed-body': {
    status: 400,
    title: 'Invalid request body',
    code: '262199',
    meaning: 'The body is not valid JSON, or it is not `{}`.',
  },
  'bulk-action': {
    status: 400,
    title: 'Bulk action not previewed',
    code: '262185',
    meaning:
      'An action on all matching jobs needs a preview first, and then the token of that preview; nothing was sent.',
  },
  'unbounded-action': {
    status: 400,
    title: 'Bulk action without a filter',
    code: '262185',
    meaning: 'A `PATCH` of `/api/cluster/jobs` without a filter would act on every job; nothing was sent.',
  },
  'too-many-matches': {
    status: 400,
    title: 'Too many jobs match',
    code: '262185',
    meaning: 'More jobs match than one bulk action may change; nothing was sent.',
  },
  'sign-in-failed': {
    status: 400,
    title: 'Sign-in failed',
    code: '6691623',
    meaning: 'The sign-in at the OpenID provider was not completed in this browser, or its result is not valid.',
  },
  unauthorized: {
    status: 401,
    title: 'Login required',
    code: '6691623',
    meaning: 'The request has no login, or a login that is not valid; `WWW-Authenticate` lists the ways to sign in.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    code: '6',
    meaning: 'The caller is signed in, but their role does not permit this request; `detail` names the role it needs.',
  },
  'cross-site-request': {
    status: 403,
    title: 'Request of another site',
    code: '6',
    meaning:
      'A change whose login a browser sends by itself does not come from a page of the gateway; nothing was done.',
  },
  'unknown-route': {
    status: 404,
    title: 'No such path',
    code: '3',
    meaning: 'The API has no such path.',
  },
  'job-not-found': {
    status: 404,
    title: 'No such job',
    code: '4',
    meaning: 'The gateway has no record of the job, and a lookup at its backend, if one was possible, did not find it.',
  },
  'source-not-found': {
    status: 404,
    title: 'No such source',
    code: '4',
    meaning: 'No source with this name is configured.',
  },
  'action-not-found': {
    status: 404,
    title: 'No such action',
    code: '4',
    meaning: 'No action with this id is recorded, or its record was removed because of its age.',
  },
  'bulk-action-not-found': {
    status: 404,
    title: 'No such bulk action',
    code: '4',
    meaning: 'No bulk action with this id was started, or its record was removed because of its age.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    code: '3',
    meaning: 'The path exists but does not support this method; `Allow` lists the supported methods.',
  },
  'unsupported-action': {
    status: 405,
    title: 'Action not supported',
    code: '458784',
    meaning: 'The job, or its kind of backend, does not support the action.',
  },
  'request-timeout': {
    status: 408,
    title: 'Request timeout',
    code: '262185',
    meaning: 'The request did not arrive completely in time.',
  },
  'ambiguous-id': {
    status: 409,
    title: 'Several jobs have this native id',
    code: '1',
    meaning: 'Jobs of several sources have this native id; `candidates` lists their ids.',
  },
  'job-ended': {
    status: 409,
    title: 'The job has ended',
    code: '458762',
    meaning: 'The job is in a terminal state, so no action is possible; `job` is its record.',
  },
  'action-conflict': {
    status: 409,
    title: 'Not possible in the current state of the job',
    code: '458776',
    meaning: 'The action is not possible in the current state of the job.',
  },
  'key-in-use': {
    status: 409,
    title: 'The first request with this key is not answered yet',
    code: '458776',
    meaning:
      'A request with this `Idempotency-Key` is still under way; after `Retry-After` seconds its answer is repeated.',
  },
  'job-gone': {
    status: 410,
    title: 'The job is gone from its backend',
    code: '4',
    meaning: 'The backend no longer has the job; `job` is its last known record.',
  },
  'revision-gone': {
    status: 410,
    title: 'Revision no longer available',
    code: '4',
    meaning:
      'The changes after this revision are no longer available; `_links.list` is a list of the jobs with a newer revision.',
  },
  'body-too-large': {
    status: 413,
    title: 'Request body too large',
    code: '262185',
    meaning: 'The body is larger than the limit.',
  },
  'url-too-long': {
    status: 414,
    title: 'URL too long',
    code: '262185',
    meaning: 'The URL is longer than the limit.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    code: '262185',
    meaning: 'The body must be JSON: `application/json`, or a type that ends in `+json`.',
  },
  'unknown-expectation': {
    status: 417,
    title: 'Expectation failed',
    code: '262185',
    meaning: 'The `Expect` header has a value other than `100-continue`.',
  },
  'key-reused': {
    status: 422,
    title: 'Key of another request',
    code: '262197',
    meaning: 'The `Idempotency-Key` belongs to another request of the last 24 hours; nothing was sent.',
  },
  'too-many-actions': {
    status: 429,
    title: 'Too many actions',
    code: '7',
    meaning: 'Too many actions wait for the source; nothing was sent. `Retry-After` is the number of seconds to wait.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    code: '7',
    meaning: 'The caller has sent too many requests; `Retry-After` is the number of seconds to wait.',
  },
  'too-many-watches': {
    status: 429,
    title: 'Too many watches',
    code: '7',
    meaning: 'The caller has too many open watches; close one of them, or share one.',
  },
  'too-many-failed-logins': {
    status: 429,
    title: 'Too many failed logins',
    code: '7',
    meaning:
      'Too many logins from this address have failed; `Retry-After` is the number of seconds until others are checked.',
  },
  'headers-too-large': {
    status: 431,
    title: 'Request headers too large',
    code: '262185',
    meaning: 'The URL and the headers together are larger than the limit, or there are too many headers.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    code: '262145',
    meaning: 'The gateway has a bug; its log has the details under the `request_id`.',
  },
  'backend-unreachable': {
    status: 502,
    title: 'Backend unreachable',
    code: '262145',
    meaning: 'The connection to the backend failed, or it did not respond in time; an action was not sent.',
  },
  'backend-unauthorized': {
    status: 502,
    title: 'Backend refused the login',
    code: '6',
    meaning: 'The backend refused the login that is configured for it.',
  },
  'backend-refused': {
    status: 502,
    title: 'Backend refused the request',
    code: '6',
    meaning: 'The backend refused the request, usually because the role of the configured login does not permit it.',
  },
  'backend-malformed': {
    status: 502,
    title: 'Unexpected response from the backend',
    code: '262145',
    meaning: 'The response is not what this kind of backend sends, for example an error page of a proxy.',
  },
  'backend-failed': {
    status: 502,
    title: 'Backend error',
    code: '262145',
    meaning: 'The backend reported an internal error; `error` has its code and text.',
  },
  'backend-throttled': {
    status: 503,
    title: 'Backend overloaded',
    code: '7',
    meaning:
      "The backend, or the gateway's lookup queue for it, is overloaded; `Retry-After` is the number of seconds to wait.",
  },
  'provider-unavailable': {
    status: 503,
    title: 'Login provider not available',
    code: '8',
    meaning: 'The OpenID provider, or its keys, are not available, so the login could not be checked.',
  },
  'store-unavailable': {
    status: 503,
    title: 'Store not available',
    code: '8',
    meaning:
      'The store is not available, so the request could not be completed; lists and known jobs are still served.',
  },
  'not-ready': {
    status: 503,
    title: 'Not ready',
    code: '8',
    meaning: 'The gateway is not caught up with its store, so its data may be outdated.',
  },
  overloaded: {
    status: 503,
    title: 'Gateway overloaded',
    code: '7',
    meaning:
      'The gateway has too many requests to answer, too many files to send or too many watches; `Retry-After` is the number of seconds to wait.',
  },
  'outcome-unknown': {
    status: 504,
    title: 'Outcome unknown',
    code: '262145',
    meaning: 'The action was sent but the response was lost; the job is fetched at once and shows the result.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
/** Key of `PROBLEMS`. */
export type ProblemSlug = keyof typeof PROBLEMS;

/** Optional parts of a problem. */
export interface ProblemExtras {
  /** The invalid parameter, part of the path or member of the body. */
  readonly target?: string;
  /** Where the invalid part begins in the value of the parameter, in characters from 0. */
  readonly position?: number;
  /** Replaces the code of the table: a more exact code of ONTAP, or the backend's own. */
  readonly code?: string;
  /** Methods for the `Allow` header; RFC 9110 requires it for status 405. */
  readonly allow?: readonly string[];
  /** Value of the `Retry-After` header. */
  readonly retryAfterSeconds?: number;
  /** The record of the job. */
  readonly job?: Job;
  /** Ids of the jobs that the request may refer to. */
  readonly candidates?: readonly string[];
  /** Jobs that accepted a bulk action although another one did not; sent as ONTAP's `num_records`. */
  readonly accepted?: number;
  /** Link to a list to continue with. */
  readonly list?: string;
}

/** An error response. `detail` is one sentence for the client; it never contains a secret. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly slug: ProblemSlug,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail);
  }

  /** The HTTP status of the response. */
  get status(): number {
    return PROBLEMS[this.slug].status;
  }
}

/** Data of the request for a problem body; `instance` is the path without the query. */
export interface ProblemRequest {
  readonly instance?: string;
  readonly requestId: string;
}

/** Serialises a problem as JSON: the members of RFC 9457, and `error` as in ONTAP's error responses. */
export function problemText(problem: Problem, request: ProblemRequest): string {
  const { status, title, code } = PROBLEMS[problem.slug];
  const { accepted, candidates, job, list, position, target } = problem.extras;
  return JSON.stringify({
    type: `/docs/errors#${problem.slug}`,
    title,
    status,
    detail: problem.detail,
    instance: request.instance,
    request_id: request.requestId,
    error: { code: problem.extras.code ?? code, message: problem.detail, target, position },
    candidates,
    job,
    num_records: accepted,
    _links: list === undefined ? undefined : { list: { href: list } },
  });
}
