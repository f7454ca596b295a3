import { errorSpan, formatFilter, parseFilter, tokenize } from './filter-text';

describe('the text of the filter bar', () => {
  it('has terms and free words', () => {
    expect(parseFilter('state=failure|running disk end_time=>-2h full')).toEqual([
      ['state', 'failure|running'],
      ['end_time', '>-2h'],
      ['query', 'disk full'],
    ]);
  });

  it('keeps the place of each token', () => {
    expect(tokenize('  a=1 b')).toEqual([
      { start: 2, end: 5, field: 'a', value: '1', valueStart: 4 },
      { start: 6, end: 7, value: 'b', valueStart: 6 },
    ]);
  });

  it('does not separate at quoted or escaped spaces; quotes are part of the value', () => {
    expect(parseFilter('description="a b|c" error.message=No\\ space*')).toEqual([
      ['description', '"a b|c"'],
      ['error.message', 'No space*'],
    ]);
  });

  it('keeps an escaped quote within quotes', () => {
    expect(parseFilter('description="a \\"b c" x')).toEqual([
      ['description', '"a \\"b c"'],
      ['query', 'x'],
    ]);
  });

  it('separates at the full-width space of Japanese input', () => {
    expect(parseFilter('state=failure\u3000disk')).toEqual([
      ['state', 'failure'],
      ['query', 'disk'],
    ]);
  });

  it.each([
    ['state=failure disk full'],
    ['error.message=No\\ space\\ left*'],
    ['description="a \\" b"'],
    ['query=a=b'],
    ['duration_seconds=60..600 svm.name=!null'],
  ])('reads back as it was written: %s', (text) => expect(formatFilter(parseFilter(text))).toBe(text));
});

describe('the place of an error', () => {
  const text = 'source.name=east state=running|done';

  it('is the alternative at the position', () => {
    const span = errorSpan(text, 'state', 8);
    expect(text.slice(span?.start, span?.end)).toBe('done');
  });

  it('is the first alternative at position 0', () => {
    const span = errorSpan('state=ok|running', 'state', 0);
    expect('state=ok|running'.slice(span?.start, span?.end)).toBe('ok');
  });

  it('counts characters of the value, not of its escaped form', () => {
    const escaped = 'type=a\\ b|c';
    const span = errorSpan(escaped, 'type', 4);
    expect(escaped.slice(span?.start, span?.end)).toBe('c');
  });

  it('is the whole term without a position, and nothing for a field that is not there', () => {
    const span = errorSpan(text, 'state', undefined);
    expect(text.slice(span?.start, span?.end)).toBe('state=running|done');
    expect(errorSpan(text, 'node.name', 0)).toBeUndefined();
  });
});
