import { gunzipSync } from 'node:zlib';

import { LoopShare } from '@gateway/core';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { until } from '@gateway/testing/until';
import { fastify, type FastifyInstance } from 'fastify';

import { RequestTurns } from './request-turns.js';
import { type AnswerBasis, type AnswerMaker, ResponseCache } from './response-cache.js';

const FIRST: AnswerBasis = { revision: '1-0', freshness: {} };
const MEGABYTE = 1024 * 1024;

function newCache(share = new LoopShare()): ResponseCache {
  return new ResponseCache(new RequestTurns(share, new RecordingLogger()));
}

describe('the response cache', () => {
  let server: FastifyInstance;
  let responses: ResponseCache;
  let basis: AnswerBasis;
  let cacheable: boolean;
  /** The URLs of the answers that were made, in order. */
  let made: string[];
  let body: string;

  beforeEach(() => {
    [server, responses, basis, cacheable, made, body] = [fastify(), newCache(), FIRST, true, [], '{"a":1}'];
    server.get('/*', (request, reply) => {
      const content = () => {
        made.push(request.url);
        return { body, link: '</next>; rel="next"' };
      };
      const tag = `W/"${basis.revision}"`;
      void (
        responses.sendCached(basis, request, reply) ||
        responses.sendNew({ basis, tag, cacheable, content }, request, reply)
      );
    });
  });
  afterEach(() => server.close());

  const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });

  it('sends the same answer again without making it', async () => {
    const [first, second] = [await get('/a?b'), await get('/a?b')];
    expect(first.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      etag: 'W/"1-0"',
      link: '</next>; rel="next"',
    });
    expect([second.statusCode, second.body]).toEqual([200, body]);
    expect({ ...second.headers, date: '' }).toEqual({ ...first.headers, date: '' });
    expect(made).toEqual(['/a?b']);
  });

  it.each<[string, AnswerBasis]>([
    ['another revision', { ...FIRST, revision: '1-1' }],
    ['another freshness', { ...FIRST, freshness: {} }],
    ['no freshness', { revision: FIRST.revision }],
  ])('makes an answer again for %s', async (_what, next) => {
    await get('/a');
    basis = next;
    body = '{"a":2}';
    expect((await get('/a')).body).toBe(body);
    expect((await get('/a')).body).toBe(body);
    expect(made).toHaveLength(2);
  });

  it('makes an answer for every URL, and every time if it is not cacheable', async () => {
    await get('/a?b');
    await get('/a?c');
    cacheable = false;
    await get('/d');
    await get('/d');
    expect(made).toEqual(['/a?b', '/a?c', '/d', '/d']);
  });

  it.each(['x', 'é', '€'])('sends the same content in every coding, of texts with %s', async (character) => {
    body = JSON.stringify(character.repeat(50_000));
    for (const coding of ['identity', 'gzip', 'identity', 'gzip']) {
      const { headers, rawPayload } = await get('/a', { 'accept-encoding': coding });
      expect(headers['content-encoding']).toBe(coding === 'gzip' ? coding : undefined);
      expect((coding === 'gzip' ? gunzipSync(rawPayload) : rawPayload).toString()).toBe(body);
      expect(Number(headers['content-length'])).toBe(rawPayload.length);
    }
    expect(made).toHaveLength(1);
  });

  it('sends 304 to a client that has the answer, without making it', async () => {
    const conditional = { 'if-none-match': 'W/"1-0"' };
    expect((await get('/a', conditional)).statusCode).toBe(304);
    expect(made).toEqual([]);
    await get('/a');
    expect((await get('/a', conditional)).statusCode).toBe(304);
    basis = { ...FIRST, revision: '1-1' };
    expect((await get('/a', conditional)).statusCode).toBe(200);
  });

  it('forgets the answers that were not requested for the longest time when it is full', async () => {
    body = JSON.stringify('x'.repeat(MEGABYTE));
    for (let n = 0; n < 40; n += 1) await get(`/${n}`);
    expect(responses.size).toBeGreaterThan(16 * MEGABYTE);
    expect(responses.size).toBeLessThanOrEqual(32 * MEGABYTE);
    made = [];
    await get('/39');
    await get('/0');
    expect(made).toEqual(['/0']);
  });

  it('does not keep an answer that is larger than the whole cache', async () => {
    body = JSON.stringify('x'.repeat(20 * MEGABYTE));
    expect((await get('/a')).body).toBe(body);
    expect(responses.size).toBe(0);
  });
});

describe('an answer that is being made', () => {
  let server: FastifyInstance;
  let basis: AnswerBasis;
  let now: number;
  /** Finishes the answers that are being made. */
  let finish: (() => void)[];
  let parsed: string[];
  let cacheable: boolean;
  /** True if the time of a turn of the event loop is over before a request is served. */
  let useUpTurn: boolean;
  let afterSend: () => void;
  let arrived: number;

  beforeEach(() => {
    [server, basis, now, finish, parsed, cacheable] = [fastify(), FIRST, 0, [], [], true];
    [useUpTurn, afterSend, arrived] = [false, () => undefined, 0];
    const share = new LoopShare({ now: () => now });
    const responses = newCache(share);
    const maker: AnswerMaker<AnswerBasis> = {
      basis: () => basis,
      make: ({ url }, madeFrom) => {
        parsed.push(url);
        const tag = `W/"${madeFrom.revision}"`;
        const content = () =>
          new Promise<{ body: string }>((resolve) =>
            finish.push(() => resolve({ body: JSON.stringify(madeFrom.revision) })),
          );
        return { basis: madeFrom, tag, cacheable, content };
      },
    };
    server.get('/*', (request, reply) => {
      if (useUpTurn && !share.isOver(now)) now += 5;
      void responses.send(maker, request, reply);
      arrived += 1;
      afterSend();
    });
  });
  afterEach(() => server.close());

  const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });
  const finishAll = () => finish.splice(0).forEach((run) => run());

  it('is made once for all requests with its URL', async () => {
    const answers = [get('/a'), get('/a'), get('/b'), get('/a')];
    await until('they are being made', () => finish.length === 2);
    finishAll();
    expect((await Promise.all(answers)).map(({ body }) => body)).toEqual(Array(4).fill('"1-0"'));
    expect(parsed).toEqual(['/a', '/b']);
    expect((await get('/a')).body).toBe('"1-0"');
    expect(parsed).toHaveLength(2);
  });

  it('is made once for all callers with equal scopes, and for no others', async () => {
    const answers: ReturnType<typeof get>[] = [];
    for (const [at, name] of ['east', 'east', 'west', undefined].entries()) {
      basis = { ...FIRST, ...(name && { scope: { key: name, sources: new Set([name]) } }) };
      answers.push(get('/a'));
      await until('the request has arrived', () => arrived === at + 1);
    }
    expect(finish.length).toBe(3);
    finishAll();
    await Promise.all(answers);
    expect(parsed).toEqual(['/a', '/a', '/a']);
  });

  it('is 304 at once for a client that has it already', async () => {
    const first = get('/a');
    await until('it is being made', () => finish.length === 1);
    expect((await get('/a', { 'if-none-match': 'W/"1-0"' })).statusCode).toBe(304);
    finishAll();
    expect((await first).statusCode).toBe(200);
  });

  it('is not sent once the state of the gateway has changed, and is not shared if it is not cacheable', async () => {
    const before = get('/a');
    await until('it is being made', () => finish.length === 1);
    basis = { ...FIRST, revision: '1-1' };
    const after = get('/a');
    await until('it is being made again', () => finish.length === 2);
    cacheable = false;
    const others = [get('/c'), get('/c')];
    await until('all are being made', () => finish.length === 4);
    finishAll();
    expect([(await before).body, (await after).body]).toEqual(['"1-0"', '"1-1"']);
    await Promise.all(others);
  });

  it('is parsed and made in its turn, from the state of that time', async () => {
    useUpTurn = true;
    afterSend = () => (basis = { ...FIRST, revision: '1-1' });
    const answers = [get('/a'), get('/b')];
    await until('they are being made', () => finish.length === 2);
    finishAll();
    expect((await Promise.all(answers)).map(({ body }) => body)).toEqual(Array(2).fill('"1-1"'));
  });

  it('is not made again for requests that have waited for their turn meanwhile', async () => {
    useUpTurn = true;
    const answers = [get('/a'), get('/a'), get('/a')];
    await until('it is being made', () => finish.length === 1);
    finishAll();
    expect((await Promise.all(answers)).map(({ body }) => body)).toEqual(Array(3).fill('"1-0"'));
    expect(parsed).toEqual(['/a']);
  });
});
