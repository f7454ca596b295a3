import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request as send, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { type Logger } from '@gateway/core';
import { freePort } from '@gateway/testing/free-port';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { until } from '@gateway/testing/until';

import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../../../../test/support/otlp-receiver.js';
import { sourceFor } from '../../../../test/support/sources.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';
import { type Simulator, startSimulator } from '../../../simulator/src/simulator.js';
import { startTracing, type Tracing } from './start-tracing.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CLIENT_SPAN = 'b7ad6b7169203331';
const INTERNAL = 1;
const SERVER = 2;
const CLIENT = 3;

/** Starts traces as an operator does, with variables of the environment. */
async function tracingTo(url: string, logger: Logger): Promise<Tracing> {
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = url;
  process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] = '500';
  process.env['OTEL_BSP_SCHEDULE_DELAY'] = '50';
  return startTracing(logger);
}

describe('traces', () => {
  let receiver: OtlpReceiver;
  let tracing: Tracing;
  let simulator: Simulator;
  let proxy: Server;
  /** The headers that the backend has received, by method and path. */
  const received = new Map<string, IncomingHttpHeaders>();
  let gateway: TestGateway;
  let nativeId: string;

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    tracing = await tracingTo(receiver.url, new RecordingLogger());
    // The job does not show the action while the test runs.
    const settings = { east: { actionDelayMs: 3_600_000 } };
    simulator = await startSimulator({ backends: { ontap: 1 }, jobs: 2, churn: 0, latencyMs: 0, seed: 1, settings });
    const east = simulator.backend('east');
    const steps = [{ state: 'running', forMs: 3_600_000 }] as const;
    nativeId = east.addJob({ steps, cancellable: true });
    proxy = createServer((request, response) => {
      const path = request.url?.split('?')[0] ?? '';
      received.set(`${request.method} ${path}`, request.headers);
      const { headers, method, url } = request;
      const onward = send(new URL(url ?? '', east.url), { headers, method }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      request.pipe(onward);
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    // After the first poll, only requests start polls.
    const configured = sourceFor(east, { intervalMs: 3_600_000 });
    const source = { ...configured, connection: { ...configured.connection, url } };
    gateway = await startGateway([source], undefined, undefined, { tracing });
    await gateway.job(`east~${nativeId}`, () => true);
  });
  afterAll(async () => {
    await gateway.close();
    await tracing.stop();
    proxy.closeAllConnections();
    proxy.close();
    await simulator.close();
    await receiver.close();
  });

  async function spanWhere(what: string, fits: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan> {
    await until(`${what} is received`, () => receiver.spans.some(fits));
    return receiver.spans.find(fits) as ReceivedSpan;
  }

  it('lead from the client over the request and the action to the call of the backend', async () => {
    const path = `/api/jobs/east~${nativeId}?action=cancel`;
    const baggage = 'planted=baggage';
    const headers = { baggage, traceparent: `00-${TRACE}-${CLIENT_SPAN}-01`, 'content-type': 'application/json' };
    const { status } = await gateway.request('PATCH', path, { headers, body: '{}' });
    expect([200, 202]).toContain(status);
    const request = await spanWhere('the request', ({ name }) => name === 'PATCH /api/jobs/{id}');
    expect(request).toMatchObject({ kind: SERVER, traceId: TRACE, parentSpanId: CLIENT_SPAN });
    expect(request.attributes).toMatchObject({
      'http.request.method': 'PATCH',
      'http.route': '/api/jobs/{id}',
      'http.response.status_code': status,
      'url.scheme': 'http',
    });
    const action = await spanWhere('the action', ({ name }) => name === 'action');
    expect(action).toMatchObject({ kind: INTERNAL, traceId: TRACE, parentSpanId: request.spanId });
    expect(action.attributes).toEqual({ 'job_gateway.action': 'cancel', 'job_gateway.source': 'east' });
    const call = await spanWhere('the call', ({ kind, name }) => kind === CLIENT && name === 'PATCH');
    expect(call).toMatchObject({ traceId: TRACE, parentSpanId: action.spanId });
    expect(call.attributes).toMatchObject({
      'server.address': '127.0.0.1',
      'url.path': `/api/cluster/jobs/${nativeId}`,
    });
    const sent = [...received].find(([name]) => name === `PATCH /api/cluster/jobs/${nativeId}`)?.[1];
    expect(sent?.traceparent).toBe(`00-${TRACE}-${call.spanId}-01`);
    expect(sent?.baggage).toBeUndefined();
  });

  it('lead from a poll to its pages and calls, also if a request has started the poll', async () => {
    const began = receiver.spans.length;
    await gateway.poll('east');
    const isNew = (span: ReceivedSpan): boolean => receiver.spans.indexOf(span) >= began;
    const page = await spanWhere('a page', (span) => span.name === 'page' && isNew(span));
    const poll = await spanWhere('the poll', ({ spanId }) => spanId === page.parentSpanId);
    expect(poll).toMatchObject({ name: 'poll', kind: INTERNAL, traceId: page.traceId });
    expect(poll.parentSpanId ?? '').toBe('');
    expect(poll.attributes).toMatchObject({ 'job_gateway.source': 'east', 'job_gateway.kind': 'ontap' });
    const list = await spanWhere(
      'the call',
      ({ kind, parentSpanId }) => kind === CLIENT && parentSpanId === poll.spanId,
    );
    expect(list.attributes).toMatchObject({ 'http.response.status_code': 200, 'url.path': '/api/cluster/jobs' });
  });

  it('do not continue after the request: later lookups of its job are traces of their own', async () => {
    const began = receiver.spans.length;
    const isLater = (span: ReceivedSpan): boolean =>
      receiver.spans.indexOf(span) >= began && span.attributes['url.path'] === `/api/cluster/jobs/${nativeId}`;
    // The job is fetched every second until it shows the action.
    const lookup = await spanWhere('a lookup', isLater);
    expect(lookup.traceId).not.toBe(TRACE);
  });

  it('do not contain queries, logins, texts of jobs, or requests of supervisors', async () => {
    await gateway.get('/api/jobs?description=planted-query');
    await gateway.get('/health/live');
    await gateway.get('/metrics');
    await gateway.get('/api/sources?fields=name');
    await spanWhere('the last request', ({ name }) => name === 'GET /api/sources');
    const text = receiver.texts.join('\n');
    const { description } = (await gateway.get(`/api/jobs/east~${nativeId}`)).body;
    for (const secret of ['planted-query', 'simulator', 'Basic ', description]) expect(text).not.toContain(secret);
    expect(receiver.spans.filter(({ name }) => /health|metrics/.test(name))).toEqual([]);
  });

  it('name the program and its version', () => {
    expect(receiver.resource).toMatchObject({ 'service.name': 'job-gateway' });
    expect(receiver.resource['service.version']).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe('traces to an endpoint that does not answer', () => {
  it('are dropped with one line in the log, and the gateway stops in time', async () => {
    const logger = new RecordingLogger();
    const tracing = await tracingTo(`http://127.0.0.1:${await freePort()}`, logger);
    const simulator = await startSimulator({ backends: { ontap: 1 }, jobs: 2, churn: 0, latencyMs: 0, seed: 1 });
    const gateway = await startGateway([sourceFor(simulator.backend('east'))], undefined, undefined, { tracing });
    await until('traces are dropped', () => logger.lines.some(({ message }) => /^traces cannot/.test(message)));
    for (let count = 0; count < 3; count += 1) await gateway.poll('east');
    expect((await gateway.get('/api/jobs')).body.total_records).toBe(2);
    await gateway.close();
    await tracing.stop();
    await simulator.close();
    expect(logger.lines.filter(({ level }) => level !== 'debug')).toHaveLength(1);
  });
});
