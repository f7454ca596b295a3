import { topBars } from './top-bars';

it('has the largest groups first, those of equal size by name', () => {
  const { bars, most, rest } = topBars([
    { name: 'b', count: 2 },
    { name: 'c', count: 9 },
    { name: 'a', count: 2 },
  ]);
  expect(bars.map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  expect(most).toBe(9);
  expect(rest).toEqual({ groups: 0, count: 0 });
});

it('adds up all but the ten largest', () => {
  const groups = Array.from({ length: 13 }, (_, index) => ({ name: `s${index}`, count: index + 1 }));
  const { bars, rest } = topBars(groups);
  expect(bars).toHaveLength(10);
  expect(rest).toEqual({ groups: 3, count: 1 + 2 + 3 });
});

it('has a scale without any group', () => {
  expect(topBars([])).toEqual({ bars: [], rest: { groups: 0, count: 0 }, most: 1 });
});
