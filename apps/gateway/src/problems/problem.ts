/** Everything this API can answer with when it does not do what it was asked: one closed table, and RFC 9457 bodies from it. */

import { type Job } from '@gateway/core';

/** One kind of problem. `code` is ONTAP's own error code for the case, or the nearest it has. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  /** One sentence for `/docs/errors`. */
  readonly meaning: string;
}

/**
 * The closed table: slug → problem. Slugs are stable, `/docs/errors#<slug>` is the problem's `type`. ONTAP's codes are
 * those of its REST getting-started page and of its job actions.
 */
export const PROBLEMS = {
  'malformed-request': {
    status: 400,
    title: 'Request not readable',
    code: '262185',
    meaning: 'What arrived is no HTTP request, or its URL is not well encoded.',
  },
  'malformed-id': {
    status: 400,
    title: 'Malformed identifier',
    code: '2',
    meaning: 'The job id or source name in the path cannot be one; nothing was sent to a backend.',
  },
  'unknown-parameter': {
    status: 400,
    title: 'Unknown parameter',
    code: '262179',
    meaning: 'The query holds a parameter that is not offered here.',
  },
  'duplicate-parameter': {
    status: 400,
    title: 'Parameter given twice',
    code: '262188',
    meaning: 'The query holds the same parameter more than once; values for one field are joined by `|`.',
  },
  'empty-parameter': {
    status: 400,
    title: 'Parameter without a value',
    code: '262177',
    meaning: 'A parameter needs a value and has none.',
  },
  'invalid-parameter': {
    status: 400,
    title: 'Parameter value not accepted',
    code: '262197',
    meaning: 'The value of a parameter is none of those that were expected.',
  },
  'invalid-cursor': {
    status: 400,
    title: 'Cursor not accepted',
    code: '262197',
    meaning: 'The `start` cursor was not made by this API, or belongs to another list.',
  },
  'malformed-body': {
    status: 400,
    title: 'Request body not accepted',
    code: '262199',
    meaning: 'The body is not JSON, or holds something where nothing is expected.',
  },
  'bulk-action': {
    status: 400,
    title: 'An action needs a job',
    code: '262185',
    meaning: 'Actions on every match of a filter are not offered: name one job in the path.',
  },
  'unbounded-action': {
    status: 400,
    title: 'An action on matches needs a filter',
    code: '262185',
    meaning: 'A `PATCH` of `/api/cluster/jobs` without a filter would act on every job; nothing was sent.',
  },
  'too-many-matches': {
    status: 400,
    title: 'Too many jobs match',
    code: '262185',
    meaning: 'More jobs match than are acted on at once; nothing was sent.',
  },
  'unknown-route': {
    status: 404,
    title: 'No such path',
    code: '3',
    meaning: 'The API has nothing under this path.',
  },
  'job-not-found': {
    status: 404,
    title: 'No such job',
    code: '4',
    meaning: 'The gateway does not hold the job, and its backend, where there is one to ask, does not know it.',
  },
  'source-not-found': {
    status: 404,
    title: 'No such source',
    code: '4',
    meaning: 'No source of this name is configured.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    code: '3',
    meaning: 'The path exists but does not answer to this method; `Allow` lists those it answers to.',
  },
  'unsupported-action': {
    status: 405,
    title: 'Action not supported',
    code: '458784',
    meaning: 'The job, or its kind of backend, has no such action.',
  },
  'request-timeout': {
    status: 408,
    title: 'Request took too long to arrive',
    code: '262185',
    meaning: 'The request did not arrive whole in time.',
  },
  'ambiguous-id': {
    status: 409,
    title: 'Several jobs bear this native id',
    code: '1',
    meaning: 'A bare native id names jobs of several sources; `candidates` lists their ids.',
  },
  'job-ended': {
    status: 409,
    title: 'The job has ended',
    code: '458762',
    meaning: 'The job is in a terminal state, where no action can reach it.',
  },
  'action-conflict': {
    status: 409,
    title: 'Not possible in the state of the job',
    code: '458776',
    meaning: 'The job is not in a state from which the action is possible.',
  },
  'job-gone': {
    status: 410,
    title: 'The job is gone from its backend',
    code: '4',
    meaning: 'The backend no longer knows the job; `job` is its last known record.',
  },
  'revision-gone': {
    status: 410,
    title: 'Revision not kept',
    code: '4',
    meaning:
      'The changes after the revision are not kept here; `_links.list` lists the jobs, with a revision to go on from.',
  },
  'body-too-large': {
    status: 413,
    title: 'Request body too large',
    code: '262185',
    meaning: 'The body is longer than this API has any use for.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Media type not supported',
    code: '262185',
    meaning: 'Bodies are `application/json`.',
  },
  'headers-too-large': {
    status: 431,
    title: 'Request headers too large',
    code: '262185',
    meaning: 'The URL and headers together are longer than the server takes.',
  },
  internal: {
    status: 500,
    title: 'Fault of the gateway',
    code: '262145',
    meaning: 'A defect of the gateway itself; its log has the details under the `request_id`.',
  },
  'backend-unreachable': {
    status: 502,
    title: 'Backend not reachable',
    code: '262145',
    meaning: 'The backend could not be connected to, or did not answer in time; an action was not sent.',
  },
  'backend-unauthorized': {
    status: 502,
    title: 'Backend refuses our login',
    code: '6',
    meaning: 'The backend refuses the login the gateway is configured with.',
  },
  'backend-refused': {
    status: 502,
    title: 'Backend refused',
    code: '6',
    meaning: 'The backend understood and said no, mostly because the role of our login does not allow it.',
  },
  'backend-malformed': {
    status: 502,
    title: 'Backend answered in another dialect',
    code: '262145',
    meaning: 'What the backend answered is not what its kind answers, e.g. the page of a proxy.',
  },
  'backend-failed': {
    status: 502,
    title: 'Backend failed',
    code: '262145',
    meaning: 'The backend reports a fault of its own; `error` has its code and text.',
  },
  'backend-throttled': {
    status: 503,
    title: 'Backend asks to come later',
    code: '7',
    meaning:
      'The backend has too much to do, or too many ask for single jobs at once; `Retry-After` says when to ask again.',
  },
  'store-unavailable': {
    status: 503,
    title: 'Store not available',
    code: '8',
    meaning: 'What was asked for has to be written down and the store is away; lists and known jobs are still served.',
  },
  'not-ready': {
    status: 503,
    title: 'Not ready',
    code: '8',
    meaning: 'The gateway does not follow its store at the moment, so its answers may lag behind.',
  },
  'outcome-unknown': {
    status: 504,
    title: 'Outcome unknown',
    code: '262145',
    meaning: 'The action was sent and its answer lost; the job is polled at once and shows what came of it.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
/** Names a problem of the table. */
export type ProblemSlug = keyof typeof PROBLEMS;

/** What a problem may carry besides its sentence. */
export interface ProblemExtras {
  /** The parameter, path part or member that was at fault. */
  readonly target?: string;
  /** Replaces the table's code: ONTAP's for this very case, or the backend's own. */
  readonly code?: string;
  /** Sent as `Allow`; required by RFC 9110 with every 405. */
  readonly allow?: readonly string[];
  /** Sent as `Retry-After`, in seconds. */
  readonly retryAfterSeconds?: number;
  /** Last known record of the job in question. */
  readonly job?: Job;
  /** Ids a caller can choose from. */
  readonly candidates?: readonly string[];
  /** How many jobs took the action all the same, where it was meant for several; sent as ONTAP's `num_records`. */
  readonly accepted?: number;
  /** Path of a list to go on from. */
  readonly list?: string;
}

/** Thrown by anything that answers a request. `detail` is one plain sentence that anybody may read. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly slug: ProblemSlug,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail);
  }

  /** The HTTP status to answer with. */
  get status(): number {
    return PROBLEMS[this.slug].status;
  }
}

/** What of a request goes into a problem body; `instance` is the path without the query. */
export interface ProblemRequest {
  readonly instance?: string;
  readonly requestId: string;
}

/** The JSON text of a problem: RFC 9457 members, and ONTAP's `error` envelope beside them. */
export function problemText(problem: Problem, request: ProblemRequest): string {
  const { status, title, code } = PROBLEMS[problem.slug];
  const { accepted, candidates, job, list, target } = problem.extras;
  return JSON.stringify({
    type: `/docs/errors#${problem.slug}`,
    title,
    status,
    detail: problem.detail,
    instance: request.instance,
    request_id: request.requestId,
    error: { code: problem.extras.code ?? code, message: problem.detail, target },
    candidates,
    job,
    num_records: accepted,
    _links: list === undefined ? undefined : { list: { href: list } },
  });
}
