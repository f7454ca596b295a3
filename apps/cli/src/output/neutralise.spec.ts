import { neutralise, safeJson } from './neutralise.js';

const EVIL = 'a\u001b[31mred\u001b[0m\u0007 \u202egnp.exe\u202c \u009b2J \u007f\u200b\u{E0041}';

it('shows what a terminal would obey as marks', () => {
  expect(neutralise('\u001b]0;title\u0007x')).toBe('␛]0;title␇x');
  expect(neutralise('\u009b2J \u202egnp \u2066x\u2069 \u007f')).toBe('�2J �gnp �x� ␡');
  expect(neutralise('one\r\n\ttwo\u2028three')).toBe('one two three');
  expect(neutralise('\ud800')).toBe('�');
});

it('leaves other texts as they are', () => {
  const text = 'ボリューム移動 Größe 🚀 می‌خواهم “quoted” – …';
  expect(neutralise(text)).toBe(text);
});

it('escapes the same characters in JSON, which stays the same value', () => {
  const json = safeJson({ message: EVIL }, 2);
  expect(JSON.parse(json)).toEqual({ message: EVIL });
  // eslint-disable-next-line no-control-regex
  expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e]/);
  expect(json).toContain('\\u202e');
});
