import { anyOf, filterText, readFilterTerms } from './filter-terms.js';

it.each([
  [['state=running'], { state: 'running' }],
  [['state=running source.name=east*'], { state: 'running', 'source.name': 'east*' }],
  [['state=running', ' code=>0 '], { state: 'running', code: '>0' }],
  [['description=*volume move* state=!paused'], { description: '*volume move*', state: '!paused' }],
  [['description="a state=b" state=paused'], { description: '"a state=b"', state: 'paused' }],
  [['description={x|y state=b}|"it\\" type=c" code=1'], { description: '{x|y state=b}|"it\\" type=c"', code: '1' }],
  [['description=5" disk state=running'], { description: '5" disk', state: 'running' }],
  [
    ['created_time=>=2026-01-31 source.labels.site=tokyo'],
    { created_time: '>=2026-01-31', 'source.labels.site': 'tokyo' },
  ],
  [[], {}],
])('%j', (texts, filters) => {
  expect(readFilterTerms(texts)).toEqual(filters);
});

it('rejects a text that is not a filter, and a field that is given twice', () => {
  expect(() => readFilterTerms(['disk full'])).toThrow('expected a filter such as state=running, got "disk full"');
  expect(() => readFilterTerms(['state=running', 'state=!paused'])).toThrow('the filter has state twice');
});

it('writes filters as they are read', () => {
  const text = 'state=failure|running source.name=east*';
  expect(filterText(readFilterTerms([text]))).toBe(text);
});

it('quotes texts that a filter would read as something else', () => {
  expect(anyOf(['east~1..2', 'a"b\\c'])).toBe(String.raw`"east~1..2"|"a\"b\\c"`);
});
