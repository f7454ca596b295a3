import fc from 'fast-check';

import { bytesWithChecksum, checkedBytes, checkedText, withChecksum } from './checksum.js';

const texts = fc.string({ unit: 'binary', maxLength: 200 });

describe('a value with a checksum', () => {
  it('gives back its text under its own key, as text and as bytes', () => {
    fc.assert(
      fc.property(texts, texts, texts, (key, beginning, rest) => {
        const text = beginning + rest;
        const value = withChecksum(key, text);
        const bytes = bytesWithChecksum(key, beginning, Buffer.from(rest));
        expect(bytes).toEqual(Buffer.from(value));
        expect(checkedText(key, value)).toBe(text);
        expect(checkedBytes(key, bytes)).toEqual(Buffer.from(text));
      }),
    );
  });

  it('gives nothing under another key', () => {
    expect(checkedText('job!east~2', withChecksum('job!east~1', 'text'))).toBeUndefined();
  });

  it('never gives another text after a flipped bit', () => {
    const [key, text] = ['job!east~1', '1764321000000-0 1 0\n{"state":"running","n":"ü"}'];
    const value = Buffer.from(withChecksum(key, text));
    for (let bit = 0; bit < 8 * value.length; bit += 1) {
      const flipped = Buffer.from(value);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      // A damaged checksum looks like a value of an earlier version, which no record begins with.
      for (const read of [checkedText(key, flipped.toString()), checkedBytes(key, flipped)?.toString()])
        expect(read === undefined || !/^\d+-\d+ /.test(read)).toBe(true);
    }
  });

  it('is not needed: values of earlier versions have none', () => {
    for (const value of ['', 'put east~1', '1764321000000-0 1 0\n{}', '7-1 1 0\n{"n":2}']) {
      expect(checkedText('key', value)).toBe(value);
      expect(checkedBytes('key', Buffer.from(value))?.toString()).toBe(value);
    }
  });
});
