import { csvCell, exportHead, exportLine } from './export-text';
import { type JobRow } from './job-row';

describe('a cell of CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@a', "'@a"],
    [-1, '-1'],
    [false, 'false'],
    [undefined, ''],
  ])('%j is %s', (value, text) => expect(csvCell(value)).toBe(text));
});

it('a line has as many cells as the head', () => {
  const job = { id: 'e~1', source: { name: 'e', kind: 'ontap' }, description: 'a,b', message: 'x' } as JobRow;
  const cells = exportLine(job, 'csv').trimEnd().replace('"a,b"', 'ab').split(',');
  expect(cells).toHaveLength(exportHead('csv').split(',').length);
  expect(exportHead('ndjson')).toBe('');
  expect(JSON.parse(exportLine(job, 'ndjson'))).toEqual(job);
});
