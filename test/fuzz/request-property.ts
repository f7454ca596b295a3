/** The whole gateway and requests that are almost right. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';

import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';
import fc from 'fast-check';

import { ApiDescription } from '../support/api-description.js';
import { startGateway, type TestGateway } from '../support/start-gateway.js';
import { expectPrototypesUntouched } from './adapter-property.js';
import { type FuzzRuns, replayOptions } from './fuzz-runs.js';
import { bytesOf, type FuzzRequest, fuzzRequest } from './mutated-requests.js';

/** Number of responses by the first digit of their status. */
export type StatusTally = Record<string, number>;

/** After so many requests a normal one is sent. */
const NORMAL_EVERY = 25;

/**
 * Sends requests to a gateway with a source of each kind. Rejects with fast-check's report, which has the seed, unless
 * every request is answered or its connection closed, no status is 500, every error is a problem, and the gateway goes
 * on.
 */
export async function checkRequests(runs: FuzzRuns): Promise<StatusTally> {
  const gateway = await startFilledGateway();
  const tally: StatusTally = {};
  let sent = 0;
  try {
    const description = new ApiDescription((await gateway.get('/openapi.json')).body);
    const property = fc.asyncProperty(fuzzRequest, async (request) => {
      for (const response of await responsesTo(gateway, request)) {
        expectProper(response, request, description);
        const digit = String(response.status)[0] as string;
        tally[digit] = (tally[digit] ?? 0) + 1;
      }
      sent += 1;
      if (sent % NORMAL_EVERY === 0) await expectNormal(gateway);
    });
    await fc.assert(property, replayOptions(runs));
    await expectNormal(gateway);
    return tally;
  } finally {
    await gateway.close();
  }
}

async function startFilledGateway(): Promise<TestGateway> {
  const adapters = {
    east: new FakeAdapter(),
    engine: new FakeAdapter('service-engine'),
    manager: new FakeAdapter('unified-manager'),
  };
  for (const adapter of Object.values(adapters)) {
    adapter.add('job-1', { description: 'a "job"', svm: { name: 'svm1' } });
    adapter.add('job-2', { state: 'success', native_state: 'success' });
  }
  const gateway = await startGateway(adapters, undefined, undefined, { requestMs: 500, checkMs: 50 });
  await gateway.poll(...Object.keys(adapters));
  return gateway;
}

/** The gateway answers, logged no internal error, and no prototype has changed. */
async function expectNormal(gateway: TestGateway): Promise<void> {
  assert.equal((await gateway.get('/api/jobs?state=success')).body.total_records, 3);
  assert.deepEqual(
    gateway.log.filter((line) => line.includes('"level":50')),
    [],
  );
  expectPrototypesUntouched();
}

interface RawResponse {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
}

/**
 * Sends a request and reads until the gateway closes the connection. A watch and a wait last longer;
 * they are cut off once the gateway counts them.
 */
async function responsesTo(gateway: TestGateway, request: FuzzRequest): Promise<readonly RawResponse[]> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const pieces: Buffer[] = [];
  let isReset = false;
  socket.on('data', (piece) => pieces.push(piece)).on('error', () => (isReset = true));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(bytesOf(request));
  // The server takes a client that has ended its side for one that has left, so only incomplete data is ended.
  if (isIncomplete(request)) socket.end();
  let isClosed = false;
  void closed.then(() => (isClosed = true));
  const isLasting = (): boolean => gateway.watching() + gateway.waiting() > 0;
  const ended = await Promise.race([
    closed.then(() => true),
    until('the request ends or lasts', () => isClosed || isLasting()).then(() => isClosed),
  ]);
  if (!ended) {
    socket.destroy();
    await until('the gateway notices', () => !isLasting());
    return [];
  }
  const received = Buffer.concat(pieces);
  // A gateway that closes with unread data resets the connection, which can take a sent response with it.
  assert.ok(received.length > 0 || isReset || isIncomplete(request), 'the connection is closed without a response');
  return responsesIn(received);
}

/** True if the bytes need not be a request: then the connection may be closed. */
function isIncomplete({ body, bytes, headers, method }: FuzzRequest): boolean {
  const isFramed = headers.some(([name]) => /^(content-length|transfer-encoding|expect)$/i.test(name));
  return bytes.length > 0 || (body?.length ?? 0) !== 0 || isFramed || method === '';
}

/** The responses on a connection. A body without a length, or one that a HEAD leaves out, ends with the connection. */
function responsesIn(received: Buffer): readonly RawResponse[] {
  const responses: RawResponse[] = [];
  let at = 0;
  for (;;) {
    const headEnd = received.indexOf('\r\n\r\n', at);
    if (headEnd < 0) return responses;
    const head = received.toString('latin1', at, headEnd);
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
    const rest = received.subarray(headEnd + 4);
    // The response to HEAD has a length and no body, and another response can follow it.
    const isBodyless = status < 200 || rest.subarray(0, 9).toString('latin1') === 'HTTP/1.1 ';
    const length = isBodyless ? 0 : Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? rest.length);
    if (status >= 200) responses.push({ status, head, body: rest.subarray(0, length) });
    at = headEnd + 4 + length;
  }
}

/** Fails for a 500 and for an error that is not a problem, and for a response that the API description does not have. */
function expectProper({ body, head, status }: RawResponse, request: FuzzRequest, description: ApiDescription): void {
  assert.ok(status >= 200 && status !== 500, `status ${status}`);
  const headers = new Headers(
    head
      .split('\r\n')
      .slice(1)
      .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const isEncoded = headers.has('content-encoding') || headers.has('transfer-encoding');
  const text = body.toString('utf8');
  // What is not HTTP has no path, so its problem is not one of a route.
  const isChanged = isIncomplete(request) || text.includes('/docs/errors#malformed-request"');
  if (!isEncoded && !isChanged && /^(GET|PATCH|POST)$/.test(request.method) && /^\/api\/[a-z/-]*$/.test(request.path)) {
    assert.deepEqual(description.faults(request.method, request.path, { status, headers, text }), []);
  }
  if (status < 400 || isEncoded || body.length === 0) return;
  assert.match(headers.get('content-type') ?? '', /^application\/(problem\+json|json|hal\+json)\b/);
  const problem = JSON.parse(text) as Record<string, unknown>;
  assert.equal(problem['status'], status);
  assert.deepEqual(description.valueFaults('/components/schemas/Problem', problem), []);
  assert.doesNotMatch(text, /node_modules|\bat .*\.[jt]s:\d|<html/i);
}
