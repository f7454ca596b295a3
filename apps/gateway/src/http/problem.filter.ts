import { ClientLeftError, Logger } from '@gateway/core';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { asProblem } from '../problems/as-problem.js';
import { hasLeft } from './has-left.js';
import { KnownRoutes } from './known-routes.js';
import { pathOf } from './request-facts.js';
import { RequestTurns } from './request-turns.js';
import { sendProblem } from './send-problem.js';

/**
 * Sends every error as a problem. Internal errors are logged at error with their stack, all others at debug. Nothing is sent to
 * a client that has left.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: KnownRoutes,
    private readonly turns: RequestTurns,
    private readonly logger: Logger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (thrown instanceof ClientLeftError && hasLeft(reply.raw)()) {
      this.turns.countAbandoned();
      reply.hijack();
      return;
    }
    const { id, method } = request;
    const path = pathOf(request.url);
    const problem = asProblem(thrown, { method, path, unrouted: request.is404 }, this.routes);
    const fields = { request_id: id, method, path };
    if (problem.slug === 'internal') this.logger.error({ ...fields, err: thrown }, 'internal error in request');
    else this.logger.debug({ ...fields, problem: problem.slug, detail: problem.detail }, 'request rejected');
    if (!reply.sent) sendProblem(problem, request, reply);
  }
}
