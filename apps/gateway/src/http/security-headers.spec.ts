import { createHash } from 'node:crypto';

import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

describe('the headers for browsers', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ east: new FakeAdapter() });
  });
  afterAll(() => gateway.close());

  const policyOf = async (path: string) => (await gateway.get(path)).headers.get('content-security-policy') ?? '';

  it.each(['/api/jobs', '/api/jobs/none', '/nothing', '/api/%E0', '/health/live', '/openapi.json', '/metrics'])(
    'forbid everything on %s',
    async (path) => {
      const { headers } = await gateway.get(path);
      const names = [
        ...['content-security-policy', 'x-content-type-options', 'x-frame-options'],
        ...['cross-origin-resource-policy', 'strict-transport-security', 'x-powered-by'],
      ];
      expect(names.map((name) => headers.get(name))).toEqual([
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        ...['nosniff', 'DENY', 'same-origin', null, null],
      ]);
    },
  );

  it('allow the page at /docs its own scripts, styles and requests, and nothing else', async () => {
    const policy = await policyOf('/docs');
    const { text } = await gateway.get('/docs');
    const inline = [...text.matchAll(/<style>([^]*?)<\/style>| style="([^"]*)"/g)].map(
      ([, one, two]) => one ?? two ?? '',
    );
    const hashes = inline.map((style) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(hashes).toHaveLength(3);
    expect(policy.split(';')).toEqual([
      ...["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "script-src 'self'"],
      expect.stringMatching(/^style-src 'self' 'unsafe-hashes' /),
      ...["img-src 'self' data:", "connect-src 'self'"],
    ]);
    for (const hash of hashes) expect(policy).toContain(hash);
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|javascript:/i);
    expect(await policyOf('/docs/errors')).toBe(policy);
  });
});
