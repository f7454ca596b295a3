import fc from 'fast-check';

import { plainText, quotedText } from './plain-text.js';

describe('plain text', () => {
  it.each([
    ["entry doesn't exist", "entry doesn't exist"],
    ['  two\n\t lines\u0000\u001b[31m ', 'two lines [31m'],
    ['<h1>Bad <b>gateway</b></h1>', 'Bad gateway'],
    ['open <script src="x"', 'open'],
    ['see https://10.0.0.1/api?token=x for more', 'see [address] for more'],
    ['connect 10.11.12.13:443 failed', 'connect [address] failed'],
    ['connect [fe80::1]:443 failed', 'connect [address] failed'],
    ['right\u202eleft', 'right left'],
    ['job at 10:20:30 of release 9.13.1', 'job at 10:20:30 of release 9.13.1'],
    ['', ''],
  ])('of %j is %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('never exceeds 300 characters and never contains markup, control characters or URLs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const plain = plainText(text);
        expect(plain.length).toBeLessThanOrEqual(300);
        expect(plain).not.toMatch(/<|\p{Cc}|:\/\/\S/u);
      }),
    );
  });
});

describe('a quoted text', () => {
  it.each([
    ['cluster1.example', '"cluster1.example"'],
    ['10.0.0.1', '"10.0.0.1"'],
    ['größe', '"größe"'],
    ['', '""'],
    ['a"b\\c', '"a\\u{22}b\\u{5c}c"'],
    ['<b>\n\u0000\u202e', '"\\u{3c}b\\u{3e}\\u{a}\\u{0}\\u{202e}"'],
    ['x'.repeat(40), `"${'x'.repeat(40)}"`],
    ['x'.repeat(41), `"${'x'.repeat(40)}…"`],
  ])('of %j is %s', (text, quoted) => {
    expect(quotedText(text)).toBe(quoted);
  });

  it('never exceeds 43 characters and has printable characters only, without markup and further quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const quoted = quotedText(text);
        expect(quoted.length).toBeLessThanOrEqual(43);
        expect(quoted).toMatch(/^"[^"<>\p{C}\p{Zl}\p{Zp}]*"$/u);
      }),
    );
  });
});
