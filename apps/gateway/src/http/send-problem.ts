import { type FastifyReply, type FastifyRequest } from 'fastify';

import { type Problem, problemText } from '../problems/problem.js';
import { problemTypeOf } from './problem-type.js';
import { pathOf } from './request-facts.js';
import { setResponseHeaders } from './response-headers.js';

/** The ways to sign in with a header (RFC 6750, 3; RFC 7617, 2). */
const CHALLENGES = ['Bearer realm="job-gateway"', 'Basic realm="job-gateway", charset="UTF-8"'];
/** For a script of a page (Fetch Metadata, 2.1): with Basic, the browser would open a window of its own. */
const PAGE_CHALLENGES = CHALLENGES.slice(0, 1);

/** Sends a problem (RFC 9457) as the response. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  const { allow, retryAfterSeconds } = problem.extras;
  setResponseHeaders(request, reply);
  reply.header('cache-control', 'no-store').removeHeader('etag').removeHeader('link');
  if (allow) reply.header('allow', allow.join(', '));
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  if (problem.slug === 'unauthorized')
    reply.header('www-authenticate', isOfScript(request) ? PAGE_CHALLENGES : CHALLENGES);
  const path = pathOf(request.url);
  const text = problemText(problem, { instance: path, requestId: request.id });
  void reply.code(problem.status).type(problemTypeOf(path, request.headers.accept)).send(text);
}

function isOfScript({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-dest'] === 'empty';
}
