import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { RawClient, type RawResponse } from '../../../../test/support/raw-requests.js';
import { startGateway, type TestGateway, type TestLimits } from '../../../../test/support/start-gateway.js';

const PATCH = 'PATCH /api/jobs/east~job-1?action=pause HTTP/1.1\r\nHost: x\r\n';
const JSON_BODY = 'Content-Type: application/json\r\n';
const CHUNKED = 'Transfer-Encoding: chunked\r\n\r\n';
const GET = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';
const BOGUS = 'BOGUS\r\n\r\n';

let gateway: TestGateway;
let east: FakeAdapter;
let client: RawClient;

async function start(limits: TestLimits): Promise<void> {
  east = new FakeAdapter();
  east.add('job-1');
  gateway = await startGateway({ east }, undefined, undefined, limits);
  await gateway.poll('east');
  client = await openUsed();
}

/** Opens a connection and uses it once: from then on, the time of a request begins with its first byte. */
async function openUsed(): Promise<RawClient> {
  const opened = await RawClient.open(gateway.url);
  opened.send(GET);
  await until('it is answered', () => opened.responses.length === 1);
  const [{ status } = { status: 0 }] = opened.responses;
  opened.received = '';
  return status === 200 ? opened : openUsed();
}

afterEach(async () => {
  await client.cut();
  await gateway.close();
  expect(gateway.lines.filter(({ level }) => Number(level) >= 40)).toEqual([]);
});

const statuses = (responses: readonly RawResponse[]) => responses.map(({ status }) => status);
const actions = () => east.calls.filter((call) => /^(act|pause)/.test(call));

/** Sends an action, in packets that arrive one after the other, and expects answers without any call of the backend. */
async function expectNoAction(packets: string | readonly string[], expected: readonly number[]): Promise<void> {
  for (const packet of [packets].flat()) {
    client.send(packet);
    await gateway.get('/health/live');
  }
  const responses = await client.end();
  expect(statuses(responses)).toEqual(expected);
  expect(responses.at(-1)?.headers).toMatchObject({ connection: 'close', 'x-request-id': expect.any(String) });
  expect(JSON.parse(responses.at(-1)?.body ?? '')).toMatchObject({ status: expected.at(-1) });
  expect(actions()).toEqual([]);
}

/** Waits until a request that begins now is late. */
async function untilLate(): Promise<void> {
  const late = await RawClient.open(gateway.url);
  late.send('GET /incomplete');
  expect(statuses(await late.end())).toEqual([408]);
}

describe('data that is not a request', () => {
  beforeEach(() => start({}));

  it.each([
    ['alone', BOGUS, [400]],
    ['after a request', GET + BOGUS, [200, 400]],
    ['after several requests', GET + GET + GET + BOGUS, [200, 200, 200, 400]],
    ['after an invalid request', `GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n${BOGUS}`, [404, 400]],
    ['after a connection that closes', GET.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n') + BOGUS, [200]],
  ])('%s gets its problem after the answers before it', async (_case, bytes, expected) => {
    client.send(bytes);
    expect(statuses(await client.end())).toEqual(expected);
  });

  it('after an action does not take the answer of the action', async () => {
    client.send(`${PATCH}\r\n${BOGUS}`);
    const [action, problem] = await client.end();
    expect([action?.status, JSON.parse(action?.body ?? '').id]).toEqual([202, 'east~job-1']);
    expect(JSON.parse(problem?.body ?? '').type).toBe('/docs/errors#malformed-request');
    expect(problem?.headers).toMatchObject({ connection: 'close', 'content-type': /problem\+json/ });
    expect(actions()).toHaveLength(1);
  });

  it.each([
    ['an unreadable body', `${PATCH}${JSON_BODY}${CHUNKED}ZZ\r\n`, [400]],
    ['an unreadable body in a later packet', [`${PATCH}${JSON_BODY}${CHUNKED}2\r\n{}`, 'ZZ\r\n'], [400]],
    ['an unreadable body after a request', `${GET}${PATCH}${JSON_BODY}${CHUNKED}ZZ\r\n`, [200, 400]],
    [
      'both Content-Length and Transfer-Encoding',
      `${PATCH}${JSON_BODY}Content-Length: 5\r\n${CHUNKED}0\r\n\r\n`,
      [400],
    ],
  ])('as part of an action is its answer, and nothing is sent to the backend: %s', (_case, packets, expected) =>
    expectNoAction(packets, expected),
  );

  it.each([
    ['GET /health/live', 200],
    ['PUT /health/live', 405],
  ])('in the body of %s closes the connection after its answer', async (line, status) => {
    client.send(`${line} HTTP/1.1\r\nHost: x\r\n${CHUNKED}`);
    await until('it is answered', () => client.responses.length === 1);
    client.send('ZZ\r\n');
    expect(statuses(await client.end())).toEqual([status]);
  });

  it('does not keep a wait of a client that has disconnected', async () => {
    client.send(`GET /api/jobs/east~job-1?wait=100 HTTP/1.1\r\nHost: x\r\n\r\n${BOGUS}`);
    await until('it waits', () => gateway.waiting() === 1);
    await client.cut();
    await until('the wait has ended', () => gateway.waiting() === 0);
  });
});

describe('a request that stops', () => {
  beforeEach(() => start({ requestMs: 100, checkMs: 20 }));

  it.each([
    ['in its body', `${PATCH}${JSON_BODY}Content-Length: 9\r\n\r\n{`, [408]],
    ['in its body after another one', `${GET}${PATCH}${JSON_BODY}Content-Length: 9\r\n\r\n{`, [200, 408]],
    ['in its headers', `${PATCH}X: `, [408]],
  ])('%s is a problem, and nothing is sent to the backend', (_case, bytes, expected) =>
    expectNoAction(bytes, expected),
  );

  it('has no problem in an open watch, which continues', async () => {
    client.send('GET /api/jobs/watch HTTP/1.1\r\nHost: x\r\n\r\n');
    await until('the job arrives', () => client.received.includes('east~job-1'));
    client.send('GET /incomplete');
    await untilLate();
    client.send(` HTTP/7\r\n${BOGUS}`);
    await gateway.get('/health/live');
    east.add('job-2');
    await gateway.poll('east');
    await until('the next job arrives', () => client.received.includes('east~job-2'));
    expect(client.received.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect([gateway.watching(), client.closed]).toEqual([1, false]);
  });

  it('is a problem in time after a long response', async () => {
    client.send('GET /api/jobs/east~job-1?wait=100 HTTP/1.1\r\nHost: x\r\n\r\nGET /incomplete');
    await untilLate();
    expect(client.received).toBe('');
    east.add('job-1', { state: 'success' });
    await gateway.poll('east');
    expect(statuses(await client.end())).toEqual([200, 408]);
  });

  it('in its body is a problem in time after a long response', async () => {
    client.send('GET /api/jobs/east~job-1?wait=100 HTTP/1.1\r\nHost: x\r\n\r\nPATCH /api');
    await untilLate();
    client.send(`/jobs/east~job-1?action=pause HTTP/1.1\r\nHost: x\r\n${JSON_BODY}Content-Length: 9\r\n\r\n{`);
    await gateway.get('/health/live');
    east.add('job-1', { state: 'success' });
    await gateway.poll('east');
    expect(statuses(await client.end())).toEqual([200, 408]);
    expect(actions()).toEqual([]);
  });

  it('and continues too late does not take the responses before it, when one more request follows', async () => {
    client.send(
      `GET /api/jobs/east~job-1?wait=100 HTTP/1.1\r\nHost: x\r\n\r\n${PATCH}${JSON_BODY}Content-Length: 2\r\n\r\n`,
    );
    await untilLate();
    client.send(`{}${GET}`);
    await gateway.get('/health/live');
    east.add('job-1', { state: 'success' });
    await gateway.poll('east');
    expect(statuses(await client.end())).toEqual([200, 408]);
    expect(actions()).toEqual([]);
  });
});
