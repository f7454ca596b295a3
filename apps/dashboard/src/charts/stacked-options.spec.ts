import { chartData, intervalAt, type StackedChart } from './stacked-options';

const chart: StackedChart = {
  begins: [1_000, 2_000, 3_000],
  intervalMs: 1_000,
  layers: [
    { tops: [1, 2, 0], colour: 'red' },
    { tops: [4, 2, 7], colour: 'green' },
  ],
  spans: [],
};

it('draws the highest layer first, so that the lower ones stay visible', () => {
  expect(chartData(chart)).toEqual([
    [1_000, 2_000, 3_000],
    [4, 2, 7],
    [1, 2, 0],
  ]);
});

it('finds the interval at a time', () => {
  expect([999, 1_000, 1_999, 3_500, 4_000].map((time) => intervalAt(chart, time))).toEqual([
    undefined,
    0,
    0,
    2,
    undefined,
  ]);
});
