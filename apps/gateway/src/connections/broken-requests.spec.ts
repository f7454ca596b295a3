import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { RawClient, type RawResponse } from '../../../../test/support/raw-requests.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const PATCH = 'PATCH /api/jobs/east~job-1?action=pause HTTP/1.1\r\nHost: x\r\n';
const JSON_BODY = 'Content-Type: application/json\r\n';
const CHUNKED = 'Transfer-Encoding: chunked\r\n\r\n';
const GET = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';
const BOGUS = 'BOGUS\r\n\r\n';

describe('data that is not a request', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;
  let client: RawClient;

  beforeEach(async () => {
    east = new FakeAdapter();
    east.add('job-1');
    gateway = await startGateway({ east }, undefined, undefined, { requestMs: 100, checkMs: 20 });
    await gateway.poll('east');
    client = await RawClient.open(gateway.url);
  });
  afterEach(async () => {
    await client.cut();
    await gateway.close();
    expect(gateway.lines.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  const statuses = (responses: readonly RawResponse[]) => responses.map(({ status }) => status);
  const actions = () => east.calls.filter((call) => /^(act|pause)/.test(call));

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

  it('is not written into an open watch, which continues', async () => {
    client.send('GET /api/jobs/watch HTTP/1.1\r\nHost: x\r\n\r\n');
    await until('the job arrives', () => client.received.includes('east~job-1'));
    client.send('GET /incomplete');
    const late = await RawClient.open(gateway.url);
    late.send('GET /incomplete');
    expect(statuses(await late.end())).toEqual([408]);
    client.send(` HTTP/7\r\n${BOGUS}`);
    await gateway.get('/health/live');
    east.add('job-2');
    await gateway.poll('east');
    await until('the next job arrives', () => client.received.includes('east~job-2'));
    expect(client.received.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect([gateway.watching(), client.closed]).toEqual([1, false]);
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
    ['a body that stops', `${PATCH}${JSON_BODY}Content-Length: 9\r\n\r\n{`, [408]],
    ['a body that stops after a request', `${GET}${PATCH}${JSON_BODY}Content-Length: 9\r\n\r\n{`, [200, 408]],
    ['headers that stop', `${PATCH}X: `, [408]],
  ])('as part of an action is its answer, and nothing is sent to the backend: %s', async (_case, bytes, expected) => {
    for (const part of [bytes].flat()) {
      client.send(part);
      await gateway.get('/health/live');
    }
    const responses = await client.end();
    expect(statuses(responses)).toEqual(expected);
    expect(responses.at(-1)?.headers).toMatchObject({ connection: 'close', 'x-request-id': expect.any(String) });
    expect(JSON.parse(responses.at(-1)?.body ?? '')).toMatchObject({ status: expected.at(-1) });
    expect(actions()).toEqual([]);
  });

  it.each([
    ['GET /health/live', 200],
    ['PUT /health/live', 405],
  ])('in the body of %s closes the connection after its answer', async (line, status) => {
    client.send(`${line} HTTP/1.1\r\nHost: x\r\n${CHUNKED}`);
    await until('it is answered', () => client.responses.length === 1);
    client.send('ZZ\r\n');
    expect(statuses(await client.end())).toEqual([status]);
  });

  it('is a problem in time after a long response, if the next request stops', async () => {
    client.send('GET /api/jobs/east~job-1?wait=100 HTTP/1.1\r\nHost: x\r\n\r\nGET /incomplete');
    const late = await RawClient.open(gateway.url);
    late.send('GET /incomplete');
    expect(statuses(await late.end())).toEqual([408]);
    expect(client.received).toBe('');
    east.add('job-1', { state: 'success' });
    await gateway.poll('east');
    expect(statuses(await client.end())).toEqual([200, 408]);
  });

  it('is a problem in time after a long response, if the body of the next request stops', async () => {
    client.send('GET /api/jobs/east~job-1?wait=100 HTTP/1.1\r\nHost: x\r\n\r\nPATCH /api');
    const late = await RawClient.open(gateway.url);
    late.send('GET /incomplete');
    expect(statuses(await late.end())).toEqual([408]);
    client.send(`/jobs/east~job-1?action=pause HTTP/1.1\r\nHost: x\r\n${JSON_BODY}Content-Length: 9\r\n\r\n{`);
    await gateway.get('/health/live');
    east.add('job-1', { state: 'success' });
    await gateway.poll('east');
    expect(statuses(await client.end())).toEqual([200, 408]);
    expect(actions()).toEqual([]);
  });

  it('as a late body does not take the responses before it, when one more request follows', async () => {
    client.send(
      `GET /api/jobs/east~job-1?wait=100 HTTP/1.1\r\nHost: x\r\n\r\n${PATCH}${JSON_BODY}Content-Length: 2\r\n\r\n`,
    );
    const late = await RawClient.open(gateway.url);
    late.send('GET /incomplete');
    expect(statuses(await late.end())).toEqual([408]);
    client.send(`{}${GET}`);
    await gateway.get('/health/live');
    east.add('job-1', { state: 'success' });
    await gateway.poll('east');
    expect(statuses(await client.end())).toEqual([200, 408]);
    expect(actions()).toEqual([]);
  });

  it('does not keep a wait of a client that has disconnected', async () => {
    client.send(`GET /api/jobs/east~job-1?wait=100 HTTP/1.1\r\nHost: x\r\n\r\n${BOGUS}`);
    await until('it waits', () => gateway.waiting() === 1);
    await client.cut();
    await until('the wait has ended', () => gateway.waiting() === 0);
  });
});
