import fc from 'fast-check';

import { foldText, isAscii } from './fold-text.js';

const ASSIGNED = /^[^\p{Unassigned}\p{Private_Use}\p{Surrogate}]$/u;
/** True for a character that the rule toNFKC_Casefold changes (Unicode Standard, 3.13). */
const CHANGES = /^\p{Changes_When_NFKC_Casefolded}$/u;
/** toNFKC_Casefold also removes these, such as soft hyphens. */
const IGNORABLE = /^\p{Default_Ignorable_Code_Point}$/u;
/** toNFKC_Casefold maps these to capitals, `foldText` to small letters. */
const CHEROKEE = /^\p{Script=Cherokee}$/u;

const characters = Array.from({ length: 0x110000 }, (_, codePoint) => String.fromCodePoint(codePoint)).filter(
  (character) => ASSIGNED.test(character),
);
const codeOf = (text: string): string => [...text].map((each) => each.codePointAt(0)?.toString(16)).join(' ');

/** The full foldings (F) of CaseFolding.txt, normalized to NFKC: ranges, and what each of their characters folds to. */
const FULL_FOLDINGS: readonly (readonly [first: number, last: number, folded: (at: number) => string])[] = [
  [0xdf, 0xdf, () => 'ss'],
  [0x130, 0x130, () => 'i\u0307'],
  [0x149, 0x149, () => '\u02bcn'],
  [0x1f0, 0x1f0, () => '\u01f0'],
  [0x390, 0x390, () => '\u0390'],
  [0x3b0, 0x3b0, () => '\u03b0'],
  [0x587, 0x587, () => '\u0565\u0582'],
  [0x1e96, 0x1e99, (at) => String.fromCodePoint(0x1e96 + at)],
  [0x1e9a, 0x1e9a, () => 'a\u02be'],
  [0x1e9e, 0x1e9e, () => 'ss'],
  [0x1f50, 0x1f50, () => '\u1f50'],
  [0x1f80, 0x1f8f, (at) => `${String.fromCodePoint(0x1f00 + (at % 8))}ι`],
  [0x1f90, 0x1f9f, (at) => `${String.fromCodePoint(0x1f20 + (at % 8))}ι`],
  [0x1fa0, 0x1faf, (at) => `${String.fromCodePoint(0x1f60 + (at % 8))}ι`],
  [0x1fb2, 0x1fb4, (at) => ['ὰι', 'αι', 'άι'][at] ?? ''],
  [0x1fb6, 0x1fb7, (at) => ['ᾶ', 'ᾶι'][at] ?? ''],
  [0x1fbc, 0x1fbc, () => 'αι'],
  [0x1fc2, 0x1fc4, (at) => ['ὴι', 'ηι', 'ήι'][at] ?? ''],
  [0x1fc6, 0x1fc7, (at) => ['ῆ', 'ῆι'][at] ?? ''],
  [0x1fcc, 0x1fcc, () => 'ηι'],
  [0x1fd2, 0x1fd3, (at) => ['ῒ', 'ΐ'][at] ?? ''],
  [0x1fd6, 0x1fd7, (at) => ['ῖ', 'ῗ'][at] ?? ''],
  [0x1fe2, 0x1fe4, (at) => ['ῢ', 'ΰ', 'ῤ'][at] ?? ''],
  [0x1fe6, 0x1fe7, (at) => ['ῦ', 'ῧ'][at] ?? ''],
  [0x1ff2, 0x1ff4, (at) => ['ὼι', 'ωι', 'ώι'][at] ?? ''],
  [0x1ff6, 0x1ff7, (at) => ['ῶ', 'ῶι'][at] ?? ''],
  [0x1ffc, 0x1ffc, () => 'ωι'],
  [0xfb00, 0xfb06, (at) => ['ff', 'fi', 'fl', 'ffi', 'ffl', 'st', 'st'][at] ?? ''],
  [0xfb13, 0xfb17, (at) => ['մն', 'մե', 'մի', 'վն', 'մխ'][at] ?? ''],
];

describe('foldText', () => {
  it('changes the same characters as toNFKC_Casefold, of all that are assigned', () => {
    const differing = characters.filter((character) => (foldText(character) !== character) !== CHANGES.test(character));
    const unexpected = differing.filter((character) => !IGNORABLE.test(character) && !CHEROKEE.test(character));
    expect(characters.length).toBeGreaterThan(140_000);
    expect(unexpected.map(codeOf)).toEqual([]);
  });

  it('has the full folding of each character that has one', () => {
    for (const [first, last, folded] of FULL_FOLDINGS) {
      for (let code = first; code <= last; code += 1) {
        const expected = folded(code - first).normalize('NFKC');
        expect([code.toString(16), codeOf(foldText(String.fromCodePoint(code)))]).toEqual([
          code.toString(16),
          codeOf(expected),
        ]);
      }
    }
  });

  it('is the same for characters that are equal in a regular expression that ignores case', () => {
    let pairs = 0;
    for (const character of characters) {
      const others = [character.toLowerCase(), character.toUpperCase(), character.toUpperCase().toLowerCase()];
      for (const other of new Set(others)) {
        if (other === character || !new RegExp(`^${other}$`, 'iu').test(character)) continue;
        pairs += 1;
        expect([codeOf(character), codeOf(foldText(character))]).toEqual([codeOf(character), codeOf(foldText(other))]);
      }
    }
    expect(pairs).toBeGreaterThan(2_500);
  });

  it.each([
    ['the letter ß', ['Straße', 'STRASSE', 'strasse', 'STRAẞE', 'Straẞe']],
    ['a sigma at the end of a word', ['Οδός', 'ΟΔΌΣ', 'οδόσ', 'οδός', 'ΟΔΟ\u0301Σ']],
    ['a capital i with a dot', ['İstanbul', 'i\u0307stanbul', 'I\u0307STANBUL']],
    ['ligatures', ['ﬁle oﬃce', 'FILE OFFICE', 'file office', 'ﬁLE oﬀICE']],
    ['composed and decomposed accents', ['Café', 'CAFE\u0301', 'cafe\u0301', 'CAFÉ']],
    ['fullwidth forms', ['Ｖｏｌ１', 'vol1', 'VOL1']],
    ['the signs of Kelvin and Ångström', ['\u212a \u212b', 'k å', 'K Å', 'k a\u030a']],
    ['digraphs in title case', ['ǅep', 'Ǆep', 'ǆep', 'dž' + 'ep', 'DŽ' + 'EP']],
    ['a Greek subscript', ['ᾳ', 'ᾼ', 'αι', 'ΑΙ', 'α\u0345']],
    ['Cherokee', ['\uab70', '\u13a0']],
  ])('is the same for the variants of %s', (_what, variants) => {
    for (const variant of variants) expect(codeOf(foldText(variant))).toBe(codeOf(foldText(variants[0] as string)));
  });

  it('distinguishes the dotless i, as Unicode does', () => {
    expect(foldText('ısparta')).toBe('ısparta');
    expect(foldText('ISPARTA')).toBe('isparta');
  });

  it('of ASCII is lower case', () => {
    fc.assert(fc.property(fc.string(), (text) => !isAscii(text) || foldText(text) === text.toLowerCase()));
  });

  it('does not change a folded text, and is the same for the text in any case and normalization form', () => {
    const interesting = fc.constantFrom(
      ...[...'ßẞςσΣİiIſKÅǅǆŉΐᾳᾼ', '\u0345', '\u0301', '\u0316', '\u0307', 'ﬃ', 'և', 'Ａ'],
    );
    const text = fc
      .array(fc.oneof(interesting, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 6 })
      .map((parts) => parts.join(''))
      .filter((joined) => !joined.normalize('NFKD').includes('ı'));
    fc.assert(
      fc.property(text, (original) => {
        const folded = foldText(original);
        expect(codeOf(foldText(folded))).toBe(codeOf(folded));
        const decomposed = original.normalize('NFD');
        for (const variant of [
          decomposed,
          decomposed.toUpperCase(),
          decomposed.toLowerCase(),
          original.normalize('NFC'),
          original.normalize('NFKC'),
          original.normalize('NFKD'),
        ]) {
          expect(codeOf(foldText(variant))).toBe(codeOf(folded));
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
