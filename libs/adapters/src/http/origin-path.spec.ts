import fc from 'fast-check';

import { isOriginPath } from './origin-path.js';

describe('a path that stays on its origin', () => {
  it.each(['/', '/api/cluster/jobs', '/api/x?start.uuid=a%2Fb&q=..', '/a/..b', '/a...', '/api/x?next=//other/'])(
    'is %j',
    (path) => expect(isOriginPath(path)).toBe(true),
  );

  it.each([
    '',
    'a',
    '//other',
    '/\\other',
    '/a\\b',
    '/a/..',
    '/../a',
    '/a/%2e./b',
    '/.',
    '/a#b',
    '/a b',
    '/a\tb',
    '/a\u0000',
  ])('is not %j', (path) => expect(isOriginPath(path)).toBe(false));

  it('is not changed by URL parsers', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'/\\.%2eE?#@: ab') }), (path) => {
        fc.pre(isOriginPath(path));
        expect(new URL(`http://backend${path}`).href).toBe(`http://backend${path}`);
      }),
    );
  });
});
