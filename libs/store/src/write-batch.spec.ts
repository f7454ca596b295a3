import { numbered, put } from '@gateway/testing/drafts';

import { writeBatchesOf } from './write-batch.js';

describe('write batches', () => {
  const limits = { drafts: 200, characters: 250_000 };

  function sizes(drafts: ReturnType<typeof numbered>): number[] {
    return [...writeBatchesOf(drafts, limits)].map((batch) => batch.length);
  }

  it('hold at most the allowed number of drafts each and keep the order', () => {
    expect(sizes(numbered(500))).toEqual([200, 200, 100]);
    expect([...writeBatchesOf(numbered(500), limits)].flat()).toEqual(numbered(500));
    expect(sizes(numbered(200))).toEqual([200]);
  });

  it('hold at most the allowed number of characters each, unless a single draft is longer', () => {
    const long = put('east~long', 'x'.repeat(100_000));
    const tooLong = put('east~too-long', 'x'.repeat(300_000));
    expect(sizes([long, long, long, tooLong, long])).toEqual([2, 1, 1, 1]);
  });

  it('of no drafts are one empty batch', () => {
    expect(sizes([])).toEqual([0]);
  });
});
