import { fitWidths } from './fit-widths.js';

/** STATE JOB SOURCE MESSAGE AGE TOOK ID */
const COLUMNS = [
  { natural: 18, stays: true },
  { natural: 24, givesWay: 2 },
  { natural: 8, stays: true },
  { natural: 60, givesWay: 1 },
  { natural: 3, stays: true },
  { natural: 5 },
  { natural: 44, givesWay: 3, cut: 'middle' as const },
];

it('cuts nothing where there is room', () => {
  expect(fitWidths(COLUMNS, 174)).toEqual([18, 24, 8, 60, 3, 5, 44]);
});

it('cuts the message first, then the job, then the id', () => {
  expect(fitWidths(COLUMNS, 164)).toEqual([18, 24, 8, 50, 3, 5, 44]);
  expect(fitWidths(COLUMNS, 133)).toEqual([18, 23, 8, 20, 3, 5, 44]);
  expect(fitWidths(COLUMNS, 110)).toEqual([18, 20, 8, 24, 3, 5, 20]);
});

it('cuts below a comfortable width only if all are there, and never below 8', () => {
  expect(fitWidths(COLUMNS, 100)).toEqual([18, 20, 8, 14, 3, 5, 20]);
  expect(fitWidths(COLUMNS, 70)).toEqual([18, 8, 8, 8, 3, 5, 8]);
});

it('leaves columns out from the right, but never state, source and age', () => {
  expect(fitWidths(COLUMNS, 60)).toEqual([18, 8, 8, 8, 3, 5, 0]);
  expect(fitWidths(COLUMNS, 44)).toEqual([18, 9, 8, 0, 3, 0, 0]);
  expect(fitWidths(COLUMNS, 20)).toEqual([18, 0, 8, 0, 3, 0, 0]);
});

it('leaves columns out before it cuts one below its least width, and cuts that one if it must', () => {
  const columns = [{ natural: 10, stays: true }, { natural: 6 }, { natural: 40, givesWay: 1, least: 20, stays: true }];
  expect(fitWidths(columns, 40)).toEqual([10, 6, 20]);
  expect(fitWidths(columns, 39)).toEqual([10, 0, 27]);
  expect(fitWidths(columns, 24)).toEqual([10, 0, 12]);
});
