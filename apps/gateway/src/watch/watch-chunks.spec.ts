import { ChangeHistory, View } from '@gateway/view';

import { put } from '@gateway/testing/jobs';
import { WatchChunks } from './watch-chunks.js';

const EVERYTHING = { key: 'everything', selects: () => true };
const NOTHING = { key: 'nothing', selects: () => false };

function slicesOver(count: number, message = '') {
  const view = new View(undefined, new ChangeHistory({ changes: 10_000, characters: 100_000_000 }));
  view.apply(Array.from({ length: count }, (_, at) => put({ nativeId: `${at}`, message }, `${at + 1}-0`)));
  return { slices: new WatchChunks(view.history), history: view.history };
}

describe('a slice of the history', () => {
  it('is made once for all who stand at its place and watch the same', () => {
    const { slices } = slicesOver(3);
    const slice = slices.read(0, EVERYTHING);
    expect(slices.read(0, { ...EVERYTHING })).toBe(slice);
    expect(slices.read(1, EVERYTHING).bytes).not.toEqual(slice.bytes);
    expect(slices.read(0, NOTHING)).toEqual({ end: 3 });
  });

  it('reads no more than some hundred changes at once', () => {
    const { history, slices } = slicesOver(1_000);
    const ends = [];
    for (let place = 0; place < history.endOffset;) ends.push((place = slices.read(place, NOTHING).end));
    expect(ends).toEqual([250, 500, 750, 1_000]);
  });

  it('holds no more than some ten thousand characters beyond one job', () => {
    const { slices } = slicesOver(100, 'x'.repeat(10_000));
    const { bytes, end } = slices.read(0, EVERYTHING);
    expect(end).toBeLessThan(10);
    expect(bytes?.length).toBeLessThan(75_000);
    expect(slicesOver(2, 'x'.repeat(500_000)).slices.read(0, EVERYTHING).end).toBe(1);
  });
});
