import { patternValue } from './pattern-value';

it('keeps the wildcards of a pattern, and quotes what is between them where needed', () => {
  expect(patternValue('No space left in aggregate *')).toBe('"No space left in aggregate "*');
  expect(patternValue('timeout')).toBe('timeout');
  expect(patternValue('*:a|b*')).toBe('*":a|b"*');
  expect(patternValue('*')).toBe('*');
});
