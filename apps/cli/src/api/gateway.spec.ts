import { gzipSync } from 'node:zlib';

import { collectGarbage } from '@gateway/testing/collect-garbage';

import { EXIT } from '../exit-codes.js';
import { type Answer, cut, events, json, problem, ScriptedServer } from '../testing/scripted-server.js';
import { Gateway } from './gateway.js';

let server: ScriptedServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function gatewayWith(answers: readonly Answer[], timeoutMs = 5_000, silenceMs?: number): Promise<Gateway> {
  server = await ScriptedServer.start(...answers);
  return new Gateway({ url: server.url, context: 'lab', token: 'jgw_abc', ca: undefined }, timeoutMs, silenceMs);
}

it('sends the token and the filters, and reads compressed answers', async () => {
  const zipped: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify({ num_records: 0, total_records: 7 })));
  };
  const gateway = await gatewayWith([zipped]);
  expect(await gateway.listJobs({ state: 'failure|running', created_time: '>-2h' })).toMatchObject({
    total_records: 7,
  });
  expect(server?.requests).toEqual(['GET /api/jobs?state=failure%7Crunning&created_time=%3E-2h']);
  expect(server?.headers[0]).toMatchObject({ authorization: 'Bearer jgw_abc' });
});

it('takes the time from the responses', async () => {
  const ahead = new Date(Date.now() + 3_600_000).toUTCString();
  const gateway = await gatewayWith([json({}, 200, { date: ahead })]);
  await gateway.me();
  expect(gateway.now() - Date.now()).toBeGreaterThan(3_590_000);
});

it('throws error responses as problems', async () => {
  const gateway = await gatewayWith([problem(503, 'overloaded', { 'retry-after': '7' })]);
  await expect(gateway.me()).rejects.toMatchObject({
    message: 'it is overloaded',
    code: EXIT.tryLater,
    details: { lines: ['  try again in 7 s'], problem: { status: 503 } },
  });
});

it.each<[string, Answer, string]>([
  [
    'a redirect, which is not followed',
    (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    'status 302',
  ],
  ['the page of a proxy', (response) => response.writeHead(502).end('<html>'), 'status 502'],
  ['a page with status 200', (response) => response.writeHead(200).end('<html>'), 'not that of a job gateway'],
  ['a cut connection', cut, 'ECONNRESET'],
])('%s is not the gateway', async (_, answer, message) => {
  const gateway = await gatewayWith([answer]);
  await expect(gateway.me()).rejects.toMatchObject({
    code: EXIT.unreachable,
    message: expect.stringContaining(message),
  });
});

it('gives up when there is no answer in time', async () => {
  const gateway = await gatewayWith([() => undefined], 100);
  await expect(gateway.me()).rejects.toThrow('no answer within 0.1 s');
});

describe('a watch that has been open for long', () => {
  const BOOKMARK = 'event: bookmark\nid: 1-0\n\n';

  /** Reads the first event, and begins to wait for the next one. */
  async function open(stop: AbortSignal, silenceMs?: number): Promise<{ readonly next: Promise<unknown> }> {
    const gateway = await gatewayWith([events(BOOKMARK, 'open')], 5_000, silenceMs);
    const watch = gateway.watch({}, '0-9', stop);
    expect(await watch.next()).toMatchObject({ value: { id: '1-0' } });
    const next = watch.next().catch((error: unknown) => error);
    await collectGarbage();
    return { next };
  }

  it('ends when it is stopped', async () => {
    const stop = new AbortController();
    const { next } = await open(stop.signal);
    stop.abort();
    expect(await next).toMatchObject({ code: 'ECONNRESET' });
  });

  it('ends when the gateway is silent', async () => {
    const stop = new AbortController();
    const { next } = await open(stop.signal, 2_000);
    expect(await next).toMatchObject({ reason: 'no sign of life' });
    // The signal is needed to the end.
    expect(stop.signal.aborted).toBe(false);
  });
});

it('repeats an action under its key if the answer was lost or the first request is in progress', async () => {
  const gateway = await gatewayWith([cut, problem(409, 'key-in-use'), json({ id: 'east~1' }, 202)]);
  expect(await gateway.act('east~1', 'cancel')).toEqual({ id: 'east~1' });
  expect(server?.requests).toEqual(Array(3).fill('PATCH /api/jobs/east~1?action=cancel'));
  const keys = new Set(server?.headers.map((each) => each['idempotency-key']));
  expect([keys.size, [...keys][0]]).toEqual([1, expect.stringMatching(/^[\w-]{36}$/)]);
});

it('sends nothing again after a refusal', async () => {
  const gateway = await gatewayWith([problem(409, 'job-ended')]);
  await expect(gateway.act('east~1', 'cancel')).rejects.toMatchObject({ code: EXIT.actionNotDone });
  expect(server?.requests).toHaveLength(1);
});

it('confirms what was previewed, and returns the id of the bulk action', async () => {
  const gateway = await gatewayWith([json({}, 202, { location: '/api/bulk-actions/7f3' })]);
  expect(await gateway.confirm({ state: 'running' }, 'cancel', 'tok.en')).toBe('7f3');
  expect(server?.requests).toEqual(['PATCH /api/jobs?state=running&action=cancel&confirm=tok.en']);
});
