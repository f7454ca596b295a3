import { parse } from 'yaml';

import { safeYaml } from './safe-yaml.js';

it('escapes what a terminal would obey, and stays the same value', () => {
  const message = 'a\u001b[31mred\u0007 \u202egnp.exe\u202c \u009b2J \u007f\u200b\ttab\u2028';
  const value = { message, lines: 'one\ntwo', id: 'east~1', '\u202ekey': 1 };
  const yaml = safeYaml(value);
  expect(parse(yaml)).toEqual(value);
  for (const char of ['\u001b', '\u009b', '\u202e', '\u2028']) expect(yaml).not.toContain(char);
  expect(yaml).toContain('id: east~1\n');
});
