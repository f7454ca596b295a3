import { QueryValueError } from '@gateway/core';

import { readSearch } from './read-search.js';

describe('readSearch', () => {
  it.each([
    ['Volume', ['', 'volume', '']],
    ['snap*policy', ['', 'snap', 'policy', '']],
    ['*a**b*', ['', 'a', 'b', '']],
    ['*', ['', '']],
    ['a|b "c" !{d}', ['', 'a|b "c" !{d}', '']],
    ['null', ['', 'null', '']],
    ['"a*b"', ['', 'a*b', '']],
    ['"say \\"HI\\""', ['', 'say "hi"', '']],
    ['"', ['', '"', '']],
    ['ÄÖ', ['', 'äö', '']],
    ['Straße*ΟΔΟΣ', ['', 'strasse', 'οδοσ', '']],
    ['"ﬁ*Ａ"', ['', 'fi*a', '']],
    ['cafe\u0301', ['', 'café', '']],
  ])('reads %s', (value, parts) => {
    expect(readSearch(value)).toEqual(parts);
  });

  it('accepts at most 256 characters between wildcards', () => {
    expect(readSearch('x'.repeat(256))).toHaveLength(3);
    expect(() => readSearch(`a*${'x'.repeat(257)}`)).toThrow(
      new QueryValueError(2, 'at most 256 characters between wildcards'),
    );
    expect(() => readSearch('ß'.repeat(129))).toThrow(
      new QueryValueError(0, 'at most 256 characters between wildcards'),
    );
  });
});
