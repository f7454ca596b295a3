import { literal, patternLiteral } from './literal';

it('leaves plain text as it is', () => {
  expect(literal('svm1')).toBe('svm1');
  expect(literal('No space left, in aggregate')).toBe('No space left, in aggregate');
  expect(literal('接続')).toBe('接続');
});

it.each(['a|b*', '!x', '>5', 'null', '1..2', '{a}', ' a', ''])('quotes %j', (text) => {
  expect(literal(text)).toBe(`"${text}"`);
});

it('escapes quotes and backslashes', () => {
  expect(literal('a "b" \\c')).toBe('"a \\"b\\" \\\\c"');
});

it('keeps the wildcards of a pattern', () => {
  expect(patternLiteral('No space left in aggregate *')).toBe('No space left in aggregate *');
  expect(patternLiteral('*: a|b in *')).toBe('*": a|b in "*');
  expect(patternLiteral('*')).toBe('*');
});
