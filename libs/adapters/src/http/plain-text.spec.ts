import fc from 'fast-check';

import { plainText } from './plain-text.js';

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
