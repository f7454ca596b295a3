import { bandGaps, coveredParts, mergedSpans, observationBegins } from './gap-band';

const time = (ms: number): string => new Date(ms).toISOString();
const gap = (from: number, to?: number): { from: string; to?: string } => ({
  from: time(from),
  ...(to !== undefined && { to: time(to) }),
});

describe('bandGaps', () => {
  it('places gaps as parts of the band', () => {
    expect(bandGaps([gap(1_000, 2_000)], 0, 10_000)).toEqual([
      { gap: gap(1_000, 2_000), isOpen: false, left: 0.1, width: 0.1, seconds: 1 },
    ]);
  });

  it('lets an open gap reach the end', () => {
    expect(bandGaps([gap(7_500)], 0, 10_000)).toMatchObject([{ isOpen: true, left: 0.75, width: 0.25, seconds: 2.5 }]);
  });

  it('cuts gaps at the begin of the band, and leaves out those before it', () => {
    expect(bandGaps([gap(0, 1_000), gap(1_500, 4_000)], 2_000, 12_000)).toMatchObject([
      { left: 0, width: 0.2, seconds: 2.5 },
    ]);
  });

  it('draws a short gap wide enough to be seen, within the band', () => {
    expect(bandGaps([gap(9_999, 10_000)], 0, 10_000)).toMatchObject([{ left: 0.992, width: 0.008 }]);
    expect(bandGaps([gap(10_000)], 0, 10_000)).toMatchObject([{ left: 0.992, width: 0.008, isOpen: true }]);
  });
});

describe('coveredParts', () => {
  it('is the whole band without gaps', () => {
    expect(coveredParts([])).toEqual([{ left: 0, width: 1 }]);
  });

  it('is what lies between gaps, also if they overlap', () => {
    const gaps = bandGaps([gap(2_500, 5_000), gap(3_000, 7_500)], 0, 10_000);
    expect(coveredParts(gaps)).toEqual([
      { left: 0, width: 0.25 },
      { left: 0.75, width: 0.25 },
    ]);
    expect(coveredParts(bandGaps([gap(0)], 0, 10_000))).toEqual([]);
  });

  it('leaves out the time before the records', () => {
    expect(coveredParts([], 0.75)).toEqual([{ left: 0.75, width: 0.25 }]);
    expect(coveredParts(bandGaps([gap(5_000, 7_500)], 0, 10_000), 0.25)).toEqual([
      { left: 0.25, width: 0.25 },
      { left: 0.75, width: 0.25 },
    ]);
  });
});

it('begins with the first poll, and is empty without one', () => {
  const at = (ms: number): string => new Date(ms).toISOString();
  expect(observationBegins(at(7_500), 0, 10_000)).toBe(0.75);
  expect(observationBegins(at(-5_000), 0, 10_000)).toBe(0);
  expect(observationBegins(at(20_000), 0, 10_000)).toBe(0.992);
  expect(observationBegins(undefined, 0, 10_000)).toBe(1);
  expect(coveredParts([], 1)).toEqual([]);
});

it('joins the gaps of several sources where they overlap', () => {
  expect(mergedSpans([gap(50, 60), gap(10, 20), gap(15, 30), gap(90)], 100)).toEqual([
    [10, 30],
    [50, 60],
    [90, 100],
  ]);
});
