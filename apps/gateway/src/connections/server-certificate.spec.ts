import { Secret } from '@gateway/core';
import { makeCertificate } from '@gateway/testing/certificate';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { ServerCertificate, warningAt } from './server-certificate.js';

const DAY_MS = 86_400_000;

describe('the certificate of the server', () => {
  it.each([
    [0, 'not valid yet'],
    [100, undefined],
    [169, undefined],
    [170, 'expires within 30 days'],
    [199, 'expires within 30 days'],
    [200, 'has expired'],
  ])('valid from day 1 to day 200, is warned of on day %i: %j', (day, expected) => {
    const warning = warningAt({ from: DAY_MS, to: 200 * DAY_MS }, day * DAY_MS);
    if (expected === undefined) expect(warning).toBeUndefined();
    else expect(warning).toContain(expected);
  });

  it('is warned of once a day, and counts as the certificate of its chain that ends first', async () => {
    const logger = new RecordingLogger();
    const now = Date.now();
    const short = { isAuthority: true, to: new Date(now + 10 * DAY_MS) };
    const intermediate = await makeCertificate('intermediate', await makeCertificate('root'), short);
    const { cert, key } = await makeCertificate('gateway', intermediate);
    const certificate = new ServerCertificate({ cert: cert + intermediate.cert, key: new Secret(key) }, logger);
    expect(certificate.expires).toBeLessThanOrEqual(now + 10 * DAY_MS);
    for (const hours of [0, 1, 23, 24, 25]) certificate.check(now + (hours * DAY_MS) / 24);
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });

  it('is warned of again as soon as it is replaced, and only a different one replaces it', async () => {
    const logger = new RecordingLogger();
    const short = await makeCertificate('gateway', undefined, { to: new Date(Date.now() + DAY_MS) });
    const tls = { cert: short.cert, key: new Secret(short.key) };
    const certificate = new ServerCertificate(tls, logger);
    certificate.check(Date.now());
    certificate.replace({ ...tls, key: new Secret(short.key) });
    expect(logger.lines).toHaveLength(1);
    const next = await makeCertificate('gateway');
    certificate.replace({ cert: next.cert, key: new Secret(next.key) });
    certificate.check(Date.now());
    expect(logger.lines.map(({ message }) => message)).toEqual([
      'certificate of the server expires within 30 days',
      'certificate of the server replaced',
    ]);
    expect(JSON.stringify(logger.lines)).not.toContain('PRIVATE KEY');
  });
});
