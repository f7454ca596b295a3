import { BackendError, StoreUnavailableError } from '@gateway/core';
import { HttpException, NotFoundException } from '@nestjs/common';

import { backendProblem } from './backend-problem.js';
import { type KnownRoutes } from '../http/known-routes.js';
import { Problem, type ProblemSlug } from './problem.js';

/** The request a fault belongs to. */
export interface FailedRequest {
  readonly method: string;
  readonly path: string;
  /** No route took it; its body may have been at fault before that was told. */
  readonly unrouted: boolean;
}

/** Statuses the framework itself answers with before any code of ours runs, and what they mean to the caller. */
const FRAMEWORK_FAULTS: Readonly<Record<number, { readonly slug: ProblemSlug; readonly detail: string }>> = {
  400: { slug: 'malformed-body', detail: 'the body could not be read as JSON' },
  // What serves the pages of the docs says so of a path that leads out of its folder.
  403: { slug: 'unknown-route', detail: 'there is nothing under this path' },
  413: { slug: 'body-too-large', detail: 'the body is too large' },
  414: { slug: 'malformed-id', detail: 'a part of the path is too long to be an identifier' },
  415: { slug: 'unsupported-media-type', detail: 'send the body as application/json, or none' },
};

/** The problem that anything thrown while a request was served comes to; what nobody foresaw is `internal`. */
export function asProblem(thrown: unknown, request: FailedRequest, routes: KnownRoutes): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof BackendError) return backendProblem(thrown);
  if (thrown instanceof StoreUnavailableError) {
    return new Problem('store-unavailable', 'the store is not available', { retryAfterSeconds: 5 });
  }
  // Nest's own "not found" only ever means that no route took the request: ours are problems.
  if (request.unrouted || thrown instanceof NotFoundException) return unroutedProblem(request, routes);
  const fault = FRAMEWORK_FAULTS[statusOf(thrown)];
  return fault
    ? new Problem(fault.slug, fault.detail)
    : new Problem('internal', 'the gateway failed; its log says why');
}

/** The problem of a request that no route takes: no such path, no such method, or an identifier left empty. */
export function unroutedProblem({ method, path }: Omit<FailedRequest, 'unrouted'>, routes: KnownRoutes): Problem {
  const allow = routes.methodsOf(path);
  if (allow.length === 0) return new Problem('unknown-route', 'there is nothing under this path');
  if (!allow.includes(method)) {
    return new Problem('method-not-allowed', `${method} is not offered here; ${allow.join(', ')} are`, { allow });
  }
  return path.includes('//') || path.endsWith('/')
    ? new Problem('malformed-id', 'the identifier in the path is empty')
    : new Problem('unknown-route', 'there is nothing under this path');
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = thrown instanceof Error && 'statusCode' in thrown ? thrown.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}
