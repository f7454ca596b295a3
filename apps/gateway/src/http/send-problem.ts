import { type FastifyReply, type FastifyRequest } from 'fastify';

import { type Problem, problemText } from '../problems/problem.js';
import { problemTypeOf } from './problem-type.js';
import { pathOf } from './request-facts.js';
import { setResponseHeaders } from './response-headers.js';

/** Sends a problem (RFC 9457) as the response. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  const { allow, retryAfterSeconds } = problem.extras;
  setResponseHeaders(request, reply);
  reply.header('cache-control', 'no-store').removeHeader('etag').removeHeader('link');
  if (allow) reply.header('allow', allow.join(', '));
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const path = pathOf(request.url);
  const text = problemText(problem, { instance: path, requestId: request.id });
  void reply.code(problem.status).type(problemTypeOf(path, request.headers.accept)).send(text);
}
