import { type Logger } from '@gateway/core';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace-node';

/** An exporter whose failures are logged once, and once more when it works again. Spans that cannot be sent are dropped. */
export class LoggedExporter implements SpanExporter {
  #isFailing = false;
  #dropped = 0;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly logger: Logger,
  ) {}

  export(spans: ReadableSpan[], onResult: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.#succeeded();
      else this.#failed(spans.length, result.error);
      // The SDK would log the error once more.
      onResult({ code: ExportResultCode.SUCCESS });
    });
  }

  forceFlush(): Promise<void> {
    return this.exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  #succeeded(): void {
    if (this.#isFailing) this.logger.info({ dropped: this.#dropped }, 'traces are sent again');
    this.#isFailing = false;
    this.#dropped = 0;
  }

  #failed(spans: number, error: Error | undefined): void {
    this.#dropped += spans;
    if (!this.#isFailing) this.logger.warn({ reason: error?.message }, 'traces cannot be sent and are dropped');
    this.#isFailing = true;
  }
}
