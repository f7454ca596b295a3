import { setTimeout as delay } from 'node:timers/promises';

import { type Logger, useTracer } from '@gateway/core';
import { type FastifyInstance } from 'fastify';

import { readVersion } from '../process/version.js';

/** How long a stop waits for the last spans to be sent. */
const FLUSH_MS = 1_000;

/** Traces that are being sent. */
export interface Tracing {
  /** Records the spans of the requests of a server. Call it before routes are added. */
  readonly traceRequests: (server: FastifyInstance) => void;
  /** Sends the last spans, for a second at most. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Sends the spans of this process to the endpoint that OpenTelemetry's variables name, from now on. Spans wait in a queue
 * of bounded length, so an endpoint that does not answer costs spans and nothing else.
 */
export async function startTracing(logger: Logger): Promise<Tracing> {
  // Loaded only here: without traces, the process has none of it.
  const [{ W3CTraceContextPropagator }, { BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] =
    await Promise.all([
      import('@opentelemetry/core'),
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const { LoggedExporter } = await import('./logged-exporter.js');
  const { forgetProvider, otelTracer } = await import('./otel-tracer.js');
  const { traceRequests } = await import('./trace-requests.js');
  const given = resources.detectResources({ detectors: [resources.envDetector] });
  const named = resources.resourceFromAttributes({
    'service.name': 'job-gateway',
    'service.version': readVersion(),
  });
  const provider = new NodeTracerProvider({
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES take precedence.
    resource: named.merge(given),
    spanProcessors: [new BatchSpanProcessor(new LoggedExporter(new OTLPTraceExporter(), logger))],
  });
  // Not the baggage of clients, which backends have no use for.
  provider.register({ propagator: new W3CTraceContextPropagator() });
  useTracer(otelTracer);
  return {
    traceRequests,
    stop: async () => {
      useTracer(undefined);
      const flushed = provider.shutdown().catch((error: unknown) => logger.debug({ err: error }, 'traces are lost'));
      await Promise.race([flushed, delay(FLUSH_MS, undefined, { ref: false })]);
      forgetProvider();
    },
  };
}
