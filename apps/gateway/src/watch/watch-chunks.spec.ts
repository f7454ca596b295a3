import { put } from '@gateway/testing/jobs';
import { ChangeHistory, View } from '@gateway/view';

import { WatchChunks } from './watch-chunks.js';

const EVERYTHING = { key: 'everything', scope: undefined, selects: () => true };
const NOTHING = { key: 'nothing', scope: undefined, selects: () => false };
const ENDLESS = { spent: () => false };

function chunksOf(count: number, message = '') {
  const view = new View(undefined, new ChangeHistory({ changes: 10_000, characters: 100_000_000 }));
  view.apply(Array.from({ length: count }, (_, at) => put({ nativeId: `${at}`, message }, `${at + 1}-0`)));
  return { chunks: new WatchChunks(view.history), history: view.history };
}

describe('a chunk', () => {
  it('is shared by sessions at the same offset with the same selection', () => {
    const { chunks } = chunksOf(3);
    const chunk = chunks.read(0, EVERYTHING, ENDLESS);
    expect(chunks.read(0, { ...EVERYTHING }, ENDLESS)).toBe(chunk);
    expect(chunks.read(1, EVERYTHING, ENDLESS).bytes).not.toEqual(chunk.bytes);
    expect(chunks.read(0, NOTHING, ENDLESS)).toEqual({ end: 3 });
  });

  it('covers at most 250 changes', () => {
    const { chunks, history } = chunksOf(1_000);
    const ends = [];
    for (let offset = 0; offset < history.endOffset;) ends.push((offset = chunks.read(offset, NOTHING, ENDLESS).end));
    expect(ends).toEqual([250, 500, 750, 1_000]);
  });

  it('ends after the job that exceeds 64,000 characters', () => {
    const { chunks } = chunksOf(100, 'x'.repeat(10_000));
    const { bytes, end } = chunks.read(0, EVERYTHING, ENDLESS);
    expect(end).toBeLessThan(10);
    expect(bytes?.length).toBeLessThan(75_000);
    expect(chunksOf(2, 'x'.repeat(500_000)).chunks.read(0, EVERYTHING, ENDLESS).end).toBe(1);
  });
});
