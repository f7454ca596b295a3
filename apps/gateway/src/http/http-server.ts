/** The HTTP server under Nest: its limits, and what every request gets whatever route it takes. */

import { STATUS_CODES } from 'node:http';
import { type Socket } from 'node:net';

import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  type ConnectionError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';

import { setResponseHeaders } from './response-headers.js';
import { unroutedProblem } from '../problems/as-problem.js';
import { compressAnswers } from './compression.js';
import { type KnownRoutes } from './known-routes.js';
import { type GatewayLogger } from '../logger.js';
import { Problem, problemText } from '../problems/problem.js';
import { pathOf, requestIdOf } from './request-facts.js';
import { sendProblem } from './send-problem.js';

const BODY_LIMIT = 16 * 1024;
/** Above the longest job id there can be (320 characters), so that the API itself says what is wrong with a longer one. */
const LONGEST_PARAMETER = 1_024;
const REQUEST_TIMEOUT_MS = 30_000;

/** Makes the server. Routes registered on it afterwards are noted in `routes`; nothing listens yet. */
export function createHttpServer(logger: GatewayLogger, routes: KnownRoutes): FastifyAdapter {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: requestIdOf,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    return503OnClosing: false,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error: Error & { readonly code?: string }, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(routerProblem(error), request, reply);
    },
    clientErrorHandler: answerBrokenConnection,
  });
  const server = adapter.getInstance<FastifyInstance>();
  server.addHook('onRoute', ({ method, url }) => routes.add(url, method));
  server.addHook('onRequest', (request, reply, done) => {
    setResponseHeaders(request, reply);
    const { method, url } = request;
    const path = pathOf(url);
    if (routes.refuses(method, path)) sendProblem(unroutedProblem({ method, path }, routes), request, reply);
    else done();
  });
  compressAnswers(server);
  server.addHook('onResponse', (request, reply, done) => {
    logger.debug(requestLine(request, reply), 'request answered');
    done();
  });
  acceptJsonOnly(server);
  return adapter;
}

/** A body is JSON or nothing; clients that name the type and send no body mean nothing. */
function acceptJsonOnly(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
}

function routerProblem(error: Error & { readonly code?: string }): Problem {
  return error.code === 'FST_ERR_MAX_PARAM_LENGTH'
    ? new Problem('malformed-id', 'a part of the path is too long to be an identifier')
    : new Problem('malformed-request', 'the path is not percent-encoded UTF-8');
}

function requestLine(request: FastifyRequest, reply: FastifyReply): object {
  return {
    request_id: request.id,
    method: request.method,
    route: request.routeOptions.url,
    path: pathOf(request.url),
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
  };
}

/** What Node could not even read as a request never reaches Fastify: the answer is written to the socket. */
function answerBrokenConnection(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const problem = connectionProblem(error.code);
  const requestId = requestIdOf({ headers: {} });
  const body = problemText(problem, { requestId });
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nX-Request-Id: ${requestId}\r\n` +
        `Content-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        `Cache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

function connectionProblem(code: string): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem('request-timeout', 'the request did not arrive whole in time');
    case 'HPE_HEADER_OVERFLOW':
      return new Problem('headers-too-large', 'URL and headers are too long');
    default:
      return new Problem('malformed-request', 'what arrived is no HTTP request');
  }
}
