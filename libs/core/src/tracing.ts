/** Traces: what a request, an action, a poll and a call to a backend have done, as spans. Without a tracer, nothing is recorded. */

/**
 * Names and values of a span, by OpenTelemetry's semantic conventions, or under `job_gateway.`. Never a secret, a query, or
 * a text of a job.
 */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** What a span is about. */
export interface SpanOptions {
  readonly name: string;
  /** A call to another system. @default work of the gateway */
  readonly kind?: 'client';
  readonly attributes?: SpanAttributes;
}

/** A span in progress. */
export interface Span {
  /** Adds attributes, or replaces those of the same name. */
  set(attributes: SpanAttributes): void;
  /** The headers that make the receiver's spans children of this one (`traceparent`); none without a tracer. */
  headers(): Readonly<Record<string, string>>;
}

/** Records spans. */
export interface Tracer {
  /**
   * Runs work as a child of the span in which it is called. The span ends with the work; an error that it rejects with is
   * recorded by its name.
   */
  inSpan<T>(options: SpanOptions, run: (span: Span) => Promise<T>): Promise<T>;
  /** Runs work that does not belong to the span in which it is called. */
  detached<T>(run: () => T): T;
}

const UNRECORDED: Span = { set: () => undefined, headers: () => ({}) };

const NO_TRACER: Tracer = {
  inSpan: (_options, run) => run(UNRECORDED),
  detached: (run) => run(),
};

let tracer: Tracer = NO_TRACER;

/** Records the spans of this process from now on; without a tracer, none. */
export function useTracer(next: Tracer | undefined): void {
  tracer = next ?? NO_TRACER;
}

/** See `Tracer.inSpan`. */
export function inSpan<T>(options: SpanOptions, run: (span: Span) => Promise<T>): Promise<T> {
  return tracer.inSpan(options, run);
}

/** See `Tracer.detached`. */
export function detached<T>(run: () => T): T {
  return tracer.detached(run);
}
