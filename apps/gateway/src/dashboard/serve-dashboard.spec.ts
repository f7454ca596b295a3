import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

import { fastify, type FastifyInstance } from 'fastify';

import { type FolderHome, makeFolder } from '../../../../test/support/home.js';
import { prepareResponseHeaders, setResponseHeaders } from '../http/response-headers.js';
import { makeSecurityHeaders } from '../http/security-headers.js';
import { serveDashboard } from './serve-dashboard.js';

const INDEX = '<!doctype html><title>Job gateway</title>';
const SCRIPT = 'console.log("a script")';
const ASSET = 'index-BHdQ2Xy1.js';

describe('the web page', () => {
  let home: FolderHome;
  let folder: string;
  let server: FastifyInstance;

  beforeAll(async () => {
    home = await makeFolder();
    folder = `${home.path}/`;
    for (const name of ['.vite', 'assets']) await mkdir(join(folder, name));
    await write('.vite/manifest.json', '{}');
    await write('index.html', INDEX);
    await write('theme.js', SCRIPT);
    await write(`assets/${ASSET}`, SCRIPT);
    server = fastify();
    prepareResponseHeaders(server, await makeSecurityHeaders(false));
    server.addHook('onRequest', async (request, reply) => setResponseHeaders(request, reply));
    serveDashboard(server, folder);
    await server.ready();
  });
  afterAll(async () => {
    await server.close();
    await home.remove();
  });

  async function write(name: string, text: string): Promise<void> {
    await writeFile(join(folder, name), text);
    await writeFile(join(folder, `${name}.gz`), gzipSync(text));
    await writeFile(join(folder, `${name}.br`), brotliCompressSync(text));
  }

  it.each([
    ...['/', '/jobs', '/jobs/east~1', '/jobs?state=failure', '/bulk/1-a', '/sources', '/sources/east', '/actions'],
    ...['/overview', '/signin'],
  ])('is the same file at %s, which browsers revalidate', async (url) => {
    const { body, headers, statusCode } = await server.inject(url);
    expect([statusCode, body, headers['content-type']]).toEqual([200, INDEX, 'text/html; charset=utf-8']);
    expect(headers['cache-control']).toBe('public, max-age=0');
    const again = await server.inject({ url, headers: { 'if-none-match': String(headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('permits no inline script or style, no other host and no markup out of text', async () => {
    const { headers } = await server.inject('/');
    const policy = String(headers['content-security-policy']).split(';').sort();
    expect(policy).toEqual([
      ...["base-uri 'none'", "connect-src 'self'", "default-src 'none'", "font-src 'self'", "form-action 'self'"],
      ...["frame-ancestors 'none'", "img-src 'self'", "require-trusted-types-for 'script'", "script-src 'self'"],
      ...["style-src 'self'", "trusted-types 'none'"],
    ]);
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('sends the compressed files of the build, in %s', async (coding, decompress) => {
    for (const [url, text] of [
      ['/', INDEX],
      ['/theme.js', SCRIPT],
      [`/assets/${ASSET}`, SCRIPT],
    ] as const) {
      const { headers, rawPayload } = await server.inject({ url, headers: { 'accept-encoding': coding } });
      expect([headers['content-encoding'], headers.vary]).toEqual([coding, 'accept-encoding']);
      expect(decompress(rawPayload).toString()).toBe(text);
    }
  });

  it('has files that browsers keep, because their names contain a hash', async () => {
    const { body, headers } = await server.inject(`/assets/${ASSET}`);
    expect([body, headers['cache-control']]).toEqual([SCRIPT, 'public, max-age=31536000, immutable']);
  });

  it.each([
    '/.vite/manifest.json',
    '/assets/none.js',
    '/assets/../index.html',
    '/theme.js.gz',
    '/index.html',
    '/other',
  ])('has no file at %s', async (url) => {
    expect((await server.inject(url)).statusCode).toBeGreaterThanOrEqual(400);
  });

  it('is not served unless it is built', async () => {
    const empty = fastify();
    serveDashboard(empty, `${folder}assets/`);
    expect((await empty.inject('/')).statusCode).toBe(404);
    await empty.close();
  });
});
