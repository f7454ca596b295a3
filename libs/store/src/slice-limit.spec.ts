import { slicesOf } from './slice-limit.js';
import { numbered, put } from '@gateway/testing/drafts';

describe('a batch cut into slices', () => {
  function sizes(drafts: ReturnType<typeof numbered>): number[] {
    return [...slicesOf(drafts)].map((slice) => slice.length);
  }

  it('has at most 200 drafts in a slice, and all of them in order', () => {
    expect(sizes(numbered(500))).toEqual([200, 200, 100]);
    expect([...slicesOf(numbered(500))].flat()).toEqual(numbered(500));
    expect(sizes(numbered(200))).toEqual([200]);
  });

  it('has at most 250,000 characters in a slice, unless one draft alone has more', () => {
    const long = put('east~long', 'x'.repeat(100_000));
    const tooLong = put('east~too-long', 'x'.repeat(300_000));
    expect(sizes([long, long, long, tooLong, long])).toEqual([2, 1, 1, 1]);
  });

  it('is one empty slice when it is empty', () => {
    expect(sizes([])).toEqual([0]);
  });
});
