import {
  asCount,
  asList,
  asObject,
  asText,
  asTimestamp,
  joinTexts,
  MAX_TEXT_LENGTH,
  withoutAbsent,
} from './wire-fields.js';

describe('fields of a backend answer', () => {
  it.each([
    ['2020-06-03T04:52:28Z', '2020-06-03T04:52:28.000Z'],
    ['2020-06-03T04:52:28.4Z', '2020-06-03T04:52:28.400Z'],
    ['2020-06-03T04:52:28.478Z', '2020-06-03T04:52:28.478Z'],
    ['2020-06-03T04:52:28.4789Z', '2020-06-03T04:52:28.478Z'],
    ['2020-06-02T07:23:46.43550235Z', '2020-06-02T07:23:46.435Z'],
    ['2020-06-02T07:05:21.130999999Z', '2020-06-02T07:05:21.130Z'],
    ['2019-11-15T09:57:18.000+05:30', '2019-11-15T04:27:18.000Z'],
    ['2019-11-15T09:57:18-0800', '2019-11-15T17:57:18.000Z'],
  ])('cuts the instant %s to milliseconds of UTC: %s', (wire, expected) => {
    expect(asTimestamp(wire)).toBe(expected);
  });

  it.each([
    ['without an offset', '2020-06-03T04:52:28.478'],
    ['that is no date', '2020-13-45T04:52:28Z'],
    ['that is a date only', '2020-06-03'],
    ['as Go prints an unset one', '0001-01-01T00:00:00Z'],
    ['as Java prints an unset one', '1970-01-01T00:00:00.000+0000'],
    ['in milliseconds', 1591159948478],
    ['that is empty', ''],
    ['that is null', null],
  ])('drops a time %s', (_what, wire) => {
    expect(asTimestamp(wire)).toBeUndefined();
  });

  it('cuts a long text, never through a surrogate pair', () => {
    expect(asText('x'.repeat(MAX_TEXT_LENGTH + 1))).toBe('x'.repeat(MAX_TEXT_LENGTH));
    expect(asText(`${'x'.repeat(MAX_TEXT_LENGTH - 1)}😀`)).toBe('x'.repeat(MAX_TEXT_LENGTH - 1));
    expect(asText('x'.repeat(MAX_TEXT_LENGTH))).toHaveLength(MAX_TEXT_LENGTH);
    expect(joinTexts(['x'.repeat(MAX_TEXT_LENGTH), 'y'], '/')).toHaveLength(MAX_TEXT_LENGTH);
  });

  it.each([[''], [' '], ['\n'], [null], [undefined], [7], [true], [{}], [['x']]])('takes %p for no text', (wire) => {
    expect(asText(wire)).toBeUndefined();
  });

  it('takes only whole numbers from 0 for counts', () => {
    expect([0, 7, '7', -1, 1.5, NaN, 2 ** 60, null].map(asCount)).toEqual([
      0,
      7,
      ...Array<undefined>(6).fill(undefined),
    ]);
  });

  it('tells objects and lists from all else', () => {
    expect([{}, [], null, 'x', 7].map((value) => asObject(value) !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect([[1], {}, null, 'x'].map(asList)).toEqual([[1], [], [], []]);
  });

  it('leaves out what is absent', () => {
    expect(Object.keys(withoutAbsent<{ a: number; b?: number }>({ a: 0, b: undefined }))).toEqual(['a']);
  });
});
