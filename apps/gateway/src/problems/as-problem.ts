import { BackendError, StoreUnavailableError } from '@gateway/core';
import { HttpException, NotFoundException } from '@nestjs/common';

import { type KnownRoutes } from '../http/known-routes.js';
import { backendProblem } from './backend-problem.js';
import { Problem, type ProblemSlug } from './problem.js';

/** The request that failed. */
export interface FailedRequest {
  readonly method: string;
  readonly path: string;
  /** True if no route matches the request; an invalid body may hide this from the framework. */
  readonly unrouted: boolean;
}

/** Statuses of errors that the framework throws before the gateway's code runs, and their problems. */
const FRAMEWORK_ERRORS: Readonly<Record<number, { readonly slug: ProblemSlug; readonly detail: string }>> = {
  400: { slug: 'malformed-body', detail: 'the body could not be read as JSON' },
  // The file server of /docs returns this for a path that leaves its folder.
  403: { slug: 'unknown-route', detail: 'the API has no such path' },
  413: { slug: 'body-too-large', detail: 'the body is too large' },
  414: { slug: 'malformed-id', detail: 'a part of the path is too long for an id' },
  415: { slug: 'unsupported-media-type', detail: 'send the body as JSON, or leave it out' },
};

/** Converts anything thrown while a request was served to a problem; unexpected errors become `internal`. */
export function asProblem(thrown: unknown, request: FailedRequest, routes: KnownRoutes): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof BackendError) return backendProblem(thrown);
  if (thrown instanceof StoreUnavailableError) {
    return new Problem('store-unavailable', 'the store is not available', { retryAfterSeconds: 5 });
  }
  // A NotFoundException always comes from Nest's router: the gateway's code throws problems.
  if (request.unrouted || thrown instanceof NotFoundException) return unroutedProblem(request, routes);
  const known = FRAMEWORK_ERRORS[statusOf(thrown)];
  return known
    ? new Problem(known.slug, known.detail)
    : new Problem('internal', 'internal error; the log has the details');
}

/** The problem for a request that no route matches: unknown path, unsupported method, or empty id. */
export function unroutedProblem({ method, path }: Omit<FailedRequest, 'unrouted'>, routes: KnownRoutes): Problem {
  const allow = routes.methodsOf(path);
  if (allow.length === 0) return new Problem('unknown-route', 'the API has no such path');
  if (!allow.includes(method)) {
    return new Problem('method-not-allowed', `${method} is not supported here; expected ${allow.join(' or ')}`, {
      allow,
    });
  }
  return path.includes('//')
    ? new Problem('malformed-id', 'the id in the path is empty')
    : new Problem('unknown-route', 'the API has no such path');
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = thrown instanceof Error && 'statusCode' in thrown ? thrown.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}
