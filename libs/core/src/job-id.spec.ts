import { canonicalId, formatJobId, isNativeId, parseJobId } from './job-id.js';

describe('a job id', () => {
  it.each([
    ['east', '1cd8a442-86d1-11e0-ae1c-123478563412'],
    ['engine-1', '5ed72c8c6342e90001439d54'],
    ['um1', 'db409f4c1430246f:e6fd83b:16e69bdf32f:-7fbd'],
  ])(
    'of source %s and native id %s is parsed to the same parts, and needs no encoding in a path',
    (source, nativeId) => {
      const id = formatJobId(source, nativeId);
      expect(parseJobId(id)).toEqual({ source, nativeId });
      expect(new URL(`http://gateway/api/jobs/${id}`).pathname).toBe(`/api/jobs/${id}`);
    },
  );

  it.each([
    '',
    '~',
    'east~',
    '~x',
    'East~x',
    'east~a~b',
    'east~..',
    'east~.',
    'east~a/b',
    'east~a%2eb',
    'east~a|b',
    'no-tilde',
  ])('is not %p', (text) => {
    expect(parseJobId(text)).toBeUndefined();
  });
});

describe('a native id', () => {
  it.each(['..', '.', '', '*', 'a|b', 'a?b', 'a#b', 'a/b', 'a\\b', '%2e%2e', 'a b', 'ä', 'a\n', 'x'.repeat(257)])(
    'is not %p',
    (text) => {
      expect(isNativeId(text)).toBe(false);
    },
  );
});

describe('the canonical form of an id', () => {
  const UUID = '1cd8a442-86d1-11e0-ae1c-123478563412';

  it.each([
    [UUID.toUpperCase(), UUID],
    [`east~${UUID.toUpperCase()}`, `east~${UUID}`],
    [`East~${UUID}`, `East~${UUID}`],
    ['um1~DB409F4C1430246F:-7FBD', 'um1~DB409F4C1430246F:-7FBD'],
    ['', ''],
  ])('of %j is %j', (id, canonical) => {
    expect(canonicalId(id)).toBe(canonical);
    expect(canonicalId(canonical)).toBe(canonical);
  });
});
