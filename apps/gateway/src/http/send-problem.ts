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
  setResponseHeaders(request, reply);
  reply.removeHeader('etag').removeHeader('link');
  const { body, headers, status } = problemAnswer(problem, request);
  void reply.code(status).headers(headers).send(body);
}

/** A problem as it is sent for a request: its status, its own headers and its text. */
export function problemAnswer(
  problem: Problem,
  { headers, id, url }: FastifyRequest,
): { readonly status: number; readonly body: string; readonly headers: Readonly<Record<string, string | string[]>> } {
  const { allow, retryAfterSeconds } = problem.extras;
  const path = pathOf(url);
  return {
    status: problem.status,
    body: problemText(problem, { instance: path, requestId: id }),
    headers: {
      'content-type': problemTypeOf(path, headers.accept),
      'cache-control': 'no-store',
      ...(allow && { allow: allow.join(', ') }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(problem.slug === 'unauthorized' && {
        'www-authenticate': isOfScript(headers) ? PAGE_CHALLENGES : CHALLENGES,
      }),
    },
  };
}

function isOfScript(headers: FastifyRequest['headers']): boolean {
  return headers['sec-fetch-dest'] === 'empty';
}
