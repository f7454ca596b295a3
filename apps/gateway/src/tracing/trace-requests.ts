import { type Context, context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { type FastifyInstance, type FastifyRequest } from 'fastify';

/** Requests of supervisors, which would be most of all traces. */
const UNTRACED: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/metrics']);

/** A request that is traced. */
interface TracedRequest {
  readonly span: Span;
  readonly context: Context;
}

/**
 * Records a span for every request of a route, as a child of the client's span if the request has a `traceparent`. What
 * the request causes belongs to the span.
 */
export function traceRequests(server: FastifyInstance): void {
  const traced = new WeakMap<FastifyRequest, TracedRequest>();
  server.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url;
    if (route === undefined || UNTRACED.has(route)) return done();
    const parent = propagation.extract(context.active(), request.headers);
    const span = trace.getTracer('job-gateway').startSpan(
      `${request.method} ${templateOf(route)}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': request.method,
          'http.route': templateOf(route),
          'url.scheme': request.protocol,
        },
      },
      parent,
    );
    traced.set(request, { span, context: trace.setSpan(parent, span) });
    // Also if the client has left.
    reply.raw.once('close', () => span.end());
    done();
  });
  // Not in the first hook: a body arrives outside of its context.
  server.addHook('preHandler', (request, _reply, done) => {
    const known = traced.get(request);
    if (known) context.with(known.context, done);
    else done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const span = traced.get(request)?.span;
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    done();
  });
}

function templateOf(route: string): string {
  return route.replace(/:(\w+)/g, '{$1}');
}
