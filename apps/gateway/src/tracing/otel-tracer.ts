import { type Span, type SpanAttributes, type SpanOptions, type Tracer } from '@gateway/core';
import {
  context,
  propagation,
  ROOT_CONTEXT,
  type Span as OtelSpan,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** The name of the instrumentation. */
const NAME = 'job-gateway';

/** Records spans with OpenTelemetry. */
export const otelTracer: Tracer = {
  inSpan: ({ attributes = {}, kind, name }: SpanOptions, run) => {
    const options = { attributes, kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL };
    return trace.getTracer(NAME).startActiveSpan(name, options, async (span) => {
      try {
        return await run(new RecordedSpan(span));
      } catch (error) {
        fail(span, error);
        throw error;
      } finally {
        span.end();
      }
    });
  },
  detached: (run) => context.with(ROOT_CONTEXT, run),
};

/** Records spans no longer. */
export function forgetProvider(): void {
  trace.disable();
  context.disable();
  propagation.disable();
}

class RecordedSpan implements Span {
  constructor(private readonly span: OtelSpan) {}

  set(attributes: SpanAttributes): void {
    this.span.setAttributes(attributes);
  }

  headers(): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {};
    propagation.inject(trace.setSpan(context.active(), this.span), headers);
    return headers;
  }
}

/** Records the class of an error only: its message can contain texts of jobs. */
function fail(span: OtelSpan, error: unknown): void {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  span.setAttribute('error.type', typeof code === 'string' ? code : typeof name === 'string' ? name : 'error');
  span.setStatus({ code: SpanStatusCode.ERROR });
}
