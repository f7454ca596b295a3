import { tracesEndpoint } from './tracing-environment.js';

const ALL = 'http://127.0.0.1:4318';
const TRACES = 'http://127.0.0.1:4318/v1/traces';

describe('the endpoint of traces', () => {
  it.each([
    [{}, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: ALL }, ALL],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: TRACES }, TRACES],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: ALL, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: TRACES }, TRACES],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: ALL, OTEL_SDK_DISABLED: 'TRUE' }, undefined],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: ALL, OTEL_SDK_DISABLED: 'false' }, ALL],
  ])('in the environment %j is %j', (env, endpoint) => {
    expect(tracesEndpoint(env)).toBe(endpoint);
  });
});
