import { layerAt, layersOf } from './stack';

const begins = [0, 60_000, 120_000];
const group = (index: number, value: string, count: number): { time: string; value: string; count: number } => ({
  time: new Date(begins[index] ?? 999_000).toISOString(),
  value,
  count,
});
const groups = [group(0, 'success', 5), group(0, 'failure', 2), group(2, 'success', 1), group(2, 'other', 4)];

describe('layersOf', () => {
  it('stacks the values in the given order, then by name', () => {
    expect(layersOf(groups, begins, ['failure', 'success'])).toEqual([
      { value: 'failure', counts: [2, 0, 0], tops: [2, 0, 0], total: 2 },
      { value: 'success', counts: [5, 0, 1], tops: [7, 0, 1], total: 6 },
      { value: 'other', counts: [0, 0, 4], tops: [7, 0, 5], total: 4 },
    ]);
  });

  it('leaves out groups without a time, and those of other times', () => {
    expect(layersOf([{ value: 'success', count: 3 }, group(7, 'success', 9)], begins, [])).toEqual([]);
  });
});

it('finds the layer at a height', () => {
  const layers = layersOf(groups, begins, ['failure', 'success']);
  expect(layerAt(layers, 0, 1.5)?.value).toBe('failure');
  expect(layerAt(layers, 0, 6)?.value).toBe('success');
  expect(layerAt(layers, 0, 8)).toBeUndefined();
  expect(layerAt(layers, 1, 0)).toBeUndefined();
  expect(layerAt(layers, 2, 3)?.value).toBe('other');
});
