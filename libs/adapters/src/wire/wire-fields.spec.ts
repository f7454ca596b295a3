import { asCount, asList, asObject, asText, asTimestamp, withoutUndefined } from './wire-fields.js';

describe('fields of a response', () => {
  it.each([
    ['2020-06-03T04:52:28Z', '2020-06-03T04:52:28.000Z'],
    ['2020-06-03T04:52:28.4Z', '2020-06-03T04:52:28.400Z'],
    ['2020-06-03T04:52:28.478Z', '2020-06-03T04:52:28.478Z'],
    ['2020-06-03T04:52:28.4789Z', '2020-06-03T04:52:28.478Z'],
    ['2020-06-02T07:23:46.43550235Z', '2020-06-02T07:23:46.435Z'],
    ['2020-06-02T07:05:21.130999999Z', '2020-06-02T07:05:21.130Z'],
    ['2019-11-15T09:57:18.000+05:30', '2019-11-15T04:27:18.000Z'],
    ['2019-11-15T09:57:18-0800', '2019-11-15T17:57:18.000Z'],
  ])('truncates the time %s to milliseconds of UTC: %s', (wire, expected) => {
    expect(asTimestamp(wire)).toBe(expected);
  });

  it.each([
    ['without an offset', '2020-06-03T04:52:28.478'],
    ['that is not a date', '2020-13-45T04:52:28Z'],
    ['that is a date only', '2020-06-03'],
    ['that is unset in Go', '0001-01-01T00:00:00Z'],
    ['that is unset in Java', '1970-01-01T00:00:00.000+0000'],
    ['in milliseconds', 1591159948478],
    ['that is empty', ''],
    ['that is null', null],
  ])('drops a time %s', (_what, wire) => {
    expect(asTimestamp(wire)).toBeUndefined();
  });

  it.each([[''], [' '], ['\n'], [null], [undefined], [7], [true], [{}], [['x']]])('ignores %p as a text', (wire) => {
    expect(asText(wire)).toBeUndefined();
  });

  it('accepts only whole numbers of at least 0 as counts', () => {
    expect([0, 7, '7', -1, 1.5, NaN, 2 ** 60, null].map(asCount)).toEqual([
      0,
      7,
      ...Array<undefined>(6).fill(undefined),
    ]);
  });

  it('distinguishes objects, lists and other values', () => {
    expect([{}, [], null, 'x', 7].map((value) => asObject(value) !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect([[1], {}, null, 'x'].map(asList)).toEqual([[1], [], [], []]);
  });

  it('omits fields without a value', () => {
    expect(Object.keys(withoutUndefined<{ a: number; b?: number }>({ a: 0, b: undefined }))).toEqual(['a']);
  });
});
