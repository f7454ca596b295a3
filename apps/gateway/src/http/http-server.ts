/** The HTTP server under Nest: its limits, and the handling that is common to all requests. */

import { type RequestListener } from 'node:http';

import { type Config } from '@gateway/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  errorCodes,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type preHandlerHookHandler,
} from 'fastify';

import { type HttpParts } from '../app/process.module.js';
import { clientErrorHandler, createBoundedServer } from '../connections/bounded-server.js';
import { type GatewayLogger } from '../logger.js';
import { unroutedProblem } from '../problems/as-problem.js';
import { Problem } from '../problems/problem.js';
import { allowOrigins } from './allowed-origins.js';
import { checkForwardedAddresses } from './client-proxies.js';
import { compressResponses } from './compression.js';
import { limitFiles } from './file-limit.js';
import { pathOf, requestIdOf } from './request-facts.js';
import { limitRequests } from './request-rates.js';
import { prepareResponseHeaders, setResponseHeaders } from './response-headers.js';
import { type SecurityHeaders } from './security-headers.js';
import { sendProblem } from './send-problem.js';

const JSON_TYPES = /^application\/([\w.-]+\+)?json\s*(;|$)/i;
/** In characters. Longer than any job id (320), so that the job routes themselves report an id that is too long. */
const MAX_PARAMETER_LENGTH = 1_024;

const BODYLESS_METHODS = ['GET', 'HEAD'];

/** What the server consists of, besides Fastify. */
export interface HttpServerParts extends HttpParts {
  readonly securityHeaders: SecurityHeaders;
  /** Prepares a server to record the spans of its requests; absent without traces. */
  readonly traceRequests?: ((server: FastifyInstance) => void) | undefined;
}

/** Creates the server without listening. Routes that are registered later are added to `routes`. */
export function createHttpServer(
  logger: GatewayLogger,
  { limits, server: { allowedOrigins, trustedProxies } }: Pick<Config, 'limits' | 'server'>,
  { connections, gate, latency, rates, routes, securityHeaders, traceRequests }: HttpServerParts,
): FastifyAdapter {
  const adapter = new FastifyAdapter({
    loggerInstance: sharedLogger(logger),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    bodyLimit: limits.bodyBytes,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    return503OnClosing: false,
    // The controllers parse the query text themselves.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_PARAMETER_LENGTH, querystringParser: () => ({}) },
    frameworkErrors: (error: Error & { readonly code?: string }, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(routerProblem(error), request, reply);
    },
    serverFactory: (handler: RequestListener) => createBoundedServer(handler, connections),
    clientErrorHandler: clientErrorHandler(connections),
  });
  const server = adapter.getInstance<FastifyInstance>();
  server.addHook('onRoute', (route) => {
    routes.add(route.url, route.method);
    if (mayHaveBody(route.method)) {
      const check: preHandlerHookHandler = (request, reply, done) => gate.passWithBody(request, reply, done);
      route.preHandler = [check, ...[route.preHandler ?? []].flat()];
    }
  });
  latency.measure(server);
  traceRequests?.(server);
  limitFiles(server);
  prepareResponseHeaders(server, securityHeaders);
  server.addHook('onRequest', (request, reply, done) => {
    setResponseHeaders(request, reply);
    done();
  });
  checkForwardedAddresses(server, trustedProxies);
  allowOrigins(server, allowedOrigins);
  server.addHook('onRequest', (request, reply, done) => gate.pass(request, reply, done));
  server.addHook('onRequest', (request, reply, done) => {
    const { method, url } = request;
    const path = pathOf(url);
    if (routes.rejects(method, path)) sendProblem(unroutedProblem({ method, path }, routes), request, reply);
    else done();
  });
  limitRequests(server, rates);
  compressResponses(server);
  if (logger.isLevelEnabled('debug')) {
    server.addHook('onResponse', (request, reply, done) => {
      logger.debug(requestFields(request, reply), 'request completed');
      done();
    });
  }
  acceptJsonOnly(server);
  return adapter;
}

/**
 * A logger that is its own child: one per request would take longer than most requests, and Fastify itself logs little.
 */
function sharedLogger(logger: GatewayLogger): FastifyBaseLogger {
  const shared = Object.create(logger, { child: { value: () => shared } }) as FastifyBaseLogger;
  return shared;
}

/** Accepts only JSON bodies, of any JSON media type (RFC 6839, 3.1). An empty body of any type counts as no body. */
function acceptJsonOnly(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(JSON_TYPES, { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
  server.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(request.headers['content-type']));
  });
}

function routerProblem(error: Error & { readonly code?: string }): Problem {
  return error.code === 'FST_ERR_MAX_PARAM_LENGTH'
    ? new Problem('malformed-id', 'a part of the path is too long to be an identifier')
    : new Problem('malformed-request', 'the path is not percent-encoded UTF-8');
}

function mayHaveBody(methods: string | readonly string[]): boolean {
  return [methods].flat().some((method) => !BODYLESS_METHODS.includes(method));
}

function requestFields(request: FastifyRequest, reply: FastifyReply): object {
  return {
    request_id: request.id,
    method: request.method,
    route: request.routeOptions.url,
    path: pathOf(request.url),
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
  };
}
