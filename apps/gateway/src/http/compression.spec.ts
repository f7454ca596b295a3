import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';
import { codingFor, compress } from './compression.js';

describe('the content coding', () => {
  it.each([
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'gzip'],
    ['br, gzip', 'gzip'],
    ['br;q=1.0, gzip;q=0.8', 'br'],
    ['gzip ; q=0.5 , br;q=0.4', 'gzip'],
    ['*', 'gzip'],
    ['gzip;q=0, *', 'br'],
    ['gzip, identity', 'gzip'],
    ['*;q=0', undefined],
    ['gzip;q=0', undefined],
    ['gzip;q=0.5, identity', undefined],
    ['gzip;q=x', undefined],
    ['identity', undefined],
    ['deflate', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('for "%s" is %s', (header, coding) => {
    expect(codingFor(header)).toBe(coding);
  });
});

describe('the compression of many bodies', () => {
  it('is done two at a time, so that threads are left to the store and to files', async () => {
    const ended: string[] = [];
    const compressed = ['long', 'long', 'short'].map((name) =>
      compress(randomBytes(name === 'long' ? 16_000_000 : 2_000), 'br').then(() => ended.push(name)),
    );
    await Promise.all(compressed);
    expect(ended[0]).toBe('long');
  });
});

describe('a response', () => {
  let gateway: TestGateway;
  const east = new FakeAdapter();

  beforeAll(async () => {
    for (let n = 0; n < 50; n += 1) east.add(`job-${n}`, { description: 'é'.repeat(20) });
    gateway = await startGateway({ east });
    await gateway.poll('east');
  });
  afterAll(() => gateway.close());

  /** A response as it was sent; `fetch` would decompress it. */
  function send(path: string, acceptEncoding?: string, method = 'GET') {
    const headers = acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding };
    return new Promise<{ headers: NodeJS.Dict<string | string[]>; status: number; body: Buffer }>((resolve, reject) => {
      const sent = request(gateway.url + path, { method, headers, agent: false }, (response) => {
        buffer(response).then(
          (body) => resolve({ headers: response.headers, status: response.statusCode ?? 0, body }),
          reject,
        );
      });
      sent.once('error', reject).end();
    });
  }

  it.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ])('is compressed for a client that accepts %s', async (coding, decompress) => {
    const plain = await send('/api/jobs');
    const { body, headers } = await send('/api/jobs', coding);
    expect(headers).toMatchObject({ 'content-encoding': coding, vary: 'accept-encoding' });
    expect(Number(headers['content-length'])).toBe(body.length);
    expect(body.length).toBeLessThan(plain.body.length / 5);
    expect(decompress(body).equals(plain.body)).toBe(true);
    expect(headers.etag).toBe(plain.headers.etag);
  });

  it('is not compressed for a client that sends no Accept-Encoding', async () => {
    const { body, headers } = await send('/api/jobs');
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers.vary).toBe('accept-encoding');
    expect(JSON.parse(body.toString()).num_records).toBe(50);
  });

  it.each(['/health/live', '/api/jobs?return_records=false', '/api/jobs?state=done'])(
    'that is short is not compressed: %s',
    async (path) => {
      const { body, headers } = await send(path, 'gzip');
      expect([headers['content-encoding'], body.length < 1_024]).toEqual([undefined, true]);
      expect(Number(headers['content-length'])).toBe(body.length);
    },
  );

  it('to HEAD has the headers of the compressed response', async () => {
    const whole = await send('/api/jobs', 'gzip');
    const { body, headers } = await send('/api/jobs', 'gzip', 'HEAD');
    expect(body.length).toBe(0);
    expect(headers['content-encoding']).toBe('gzip');
    expect(headers['content-length']).toBe(whole.headers['content-length']);
  });

  it('that is a problem is compressed too', async () => {
    const { body, headers, status } = await send('/api/jobs?nme=x', 'gzip');
    expect([status, headers['content-encoding']]).toEqual([400, 'gzip']);
    expect(JSON.parse(gunzipSync(body).toString()).error.target).toBe('nme');
  });
});
