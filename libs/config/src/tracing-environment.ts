/** What must be set for traces to be sent, by the OpenTelemetry specification. */
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const;

/**
 * The endpoint to which the environment says that traces are sent; `undefined` if it names none, or switches OpenTelemetry
 * off. OpenTelemetry reads it and its further variables itself.
 */
export function tracesEndpoint(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return undefined;
  return ENDPOINTS.map((name) => env[name]).find((url) => url !== undefined && url !== '');
}
