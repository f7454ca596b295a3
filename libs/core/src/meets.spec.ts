import fc from 'fast-check';

import { type Condition } from './filter.js';
import { type Scalar } from './job-fields.js';
import { isLike, meets } from './meets.js';

const PRESENT: readonly Scalar[] = ['a', '', 0, 7, false, true];

describe('a condition', () => {
  it.each<[Condition, Scalar, boolean]>([
    [{ is: 'equal', value: 'a' }, 'a', true],
    [{ is: 'equal', value: 'a' }, 'A', false],
    [{ is: 'equal', value: 0 }, 0, true],
    [{ is: 'equal', value: 0 }, false, false],
    [{ is: 'less', value: 5 }, 4, true],
    [{ is: 'less', value: 5 }, 5, false],
    [{ is: 'at_most', value: 5 }, 5, true],
    [{ is: 'at_most', value: 5 }, 6, false],
    [{ is: 'greater', value: 5 }, 5, false],
    [{ is: 'greater', value: 5 }, 6, true],
    [{ is: 'at_least', value: 5 }, 5, true],
    [{ is: 'at_least', value: 5 }, 4, false],
    [{ is: 'greater', value: 'a' }, 'b', true],
    [{ is: 'between', from: 2, to: 4 }, 2, true],
    [{ is: 'between', from: 2, to: 4 }, 4, true],
    [{ is: 'between', from: 2, to: 4 }, 5, false],
    [{ is: 'between', from: 4, to: 2 }, 3, false],
    [{ is: 'like', parts: ['sn', ''] }, 'snapshot', true],
    [{ is: 'like', parts: ['Sn', ''] }, 'snapshot', false],
    [{ is: 'not', condition: { is: 'equal', value: 'a' } }, 'b', true],
    [{ is: 'not', condition: { is: 'equal', value: 'a' } }, 'a', false],
  ])('%j on %j: %s', (condition, value, met) => {
    expect(meets(value, condition)).toBe(met);
  });

  it('`absent` is met by an absent value only, and its negation by any other value', () => {
    expect(meets(undefined, { is: 'absent' })).toBe(true);
    expect(meets(undefined, { is: 'not', condition: { is: 'absent' } })).toBe(false);
    for (const value of PRESENT) {
      expect(meets(value, { is: 'absent' })).toBe(false);
      expect(meets(value, { is: 'not', condition: { is: 'absent' } })).toBe(true);
    }
  });

  it.each<Condition>([
    { is: 'equal', value: '' },
    { is: 'less', value: 5 },
    { is: 'at_most', value: 5 },
    { is: 'greater', value: -5 },
    { is: 'at_least', value: -5 },
    { is: 'between', from: '', to: 'z' },
    { is: 'like', parts: ['', ''] },
  ])('%j is not met by an absent value, its negation is', (condition) => {
    expect(meets(undefined, condition)).toBe(false);
    expect(meets(undefined, { is: 'not', condition })).toBe(true);
  });
});

describe('wildcards', () => {
  it.each([
    ['a', ['a'], true],
    ['ab', ['a'], false],
    ['', ['', ''], true],
    ['abc', ['', ''], true],
    ['abc', ['a', ''], true],
    ['abc', ['', 'c'], true],
    ['abc', ['a', 'c'], true],
    ['a', ['a', 'a'], false],
    ['aa', ['a', 'a'], true],
    ['abcabc', ['a', 'bc', 'bc'], true],
    ['abcab', ['a', 'bc', 'bc'], false],
    ['abc', ['', 'bc', 'c'], false],
    ['abbc', ['', 'b', 'b', ''], true],
    ['abc', ['', 'b', 'b', ''], false],
  ])('in %j, %j: %s', (text, parts, like) => {
    expect(isLike(text, parts)).toBe(like);
  });

  it('match what a regular expression matches', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    const parts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(letters, parts, (text, pattern) => {
        expect(isLike(text, pattern)).toBe(new RegExp(`^${pattern.join('.*')}$`).test(text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('need no backtracking', () => {
    const text = 'a'.repeat(1_000_000);
    expect(isLike(text, [...Array<string>(4_000).fill('a'), 'b'])).toBe(false);
    expect(isLike(text, ['', ...Array<string>(4_000).fill('aa'), 'b', ''])).toBe(false);
  });
});
