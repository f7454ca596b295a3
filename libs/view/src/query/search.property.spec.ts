import { foldText } from '@gateway/core';
import { idsOf, put, sampleJob } from '@gateway/testing/jobs';
import fc from 'fast-check';

import { View } from '../index/view.js';
import { queryFor } from '../testing/sample-query.js';
import { matches } from './matches.js';
import { recordMatches } from './row-test.js';

const special = fc.constantFrom(...[...'ßẞςσΣİISKÅǅǆŉΐᾼ日', '\u0301', '\u0307', 'ﬃ', 'Ａ', 'e\u0301', 'É']);
/** Without the dotless i: its capital is that of another letter. */
const anyText = fc
  .array(fc.oneof(special, fc.string({ unit: 'binary', minLength: 1, maxLength: 4 })), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(''))
  .filter((text) => !text.normalize('NFKD').includes('ı'));

/** The same text in other cases and normalization forms. A case is defined for decomposed texts only. */
function variantsOf(text: string): readonly string[] {
  const decomposed = text.normalize('NFD');
  const mixed = [...decomposed].map((each, at) => (at % 2 === 0 ? each.toUpperCase() : each.toLowerCase())).join('');
  return [
    ...[text, decomposed.toUpperCase(), decomposed.toLowerCase(), mixed],
    ...['NFC', 'NFD', 'NFKC', 'NFKD'].map((form) => text.normalize(form)),
  ];
}

const FIELDS = {
  description: (text: string) => ({ description: text }),
  message: (text: string) => ({ message: text }),
  'error.message': (text: string) => ({ error: { code: '1', message: text, arguments: [] } }),
  'object.name': (text: string) => ({ object: { name: text } }),
};

describe('a search', () => {
  it.each(Object.keys(FIELDS) as (keyof typeof FIELDS)[])(
    'finds the job for every variant of its %s, as the definition does',
    async (path) => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 5 }), async (texts) => {
          const view = new View();
          const samples = texts.map((text, at) => ({ nativeId: `${at}`, more: FIELDS[path](text) }));
          view.apply(samples.map((sample, at) => put(sample, `1-${at + 1}`)));
          for (const [at, text] of texts.entries()) {
            for (const variant of variantsOf(text)) {
              const selection = { filters: [], search: ['', foldText(variant), ''] };
              const found = idsOf((await view.query(queryFor(selection))).records);
              const expected = samples.map((sample) => sampleJob(sample)).filter((job) => matches(job, selection));
              expect(found).toContain(`east~${at}`);
              expect(found).toEqual(expected.map(({ id }) => id).sort());
              const selected = [...view.oldestFirst()].filter((record) => recordMatches(record, selection));
              expect(selected.map(({ id }) => id).sort()).toEqual(found);
            }
          }
        }),
        { numRuns: 40 },
      );
    },
  );

  it('finds what is added after a search, in the same segment', async () => {
    const view = new View();
    const selection = { filters: [], search: ['', 'strasse', ''] };
    const found = async () => idsOf((await view.query(queryFor(selection))).records);
    view.apply([put({ nativeId: 'a', message: 'Straße' }, '1-1'), put({ nativeId: 'b', message: 'Weg' }, '1-2')]);
    expect(await found()).toEqual(['east~a']);
    view.apply([put({ nativeId: 'c', message: 'STRASSE' }, '1-3'), put({ nativeId: 'b', message: 'Straẞe' }, '1-4')]);
    expect(await found()).toEqual(['east~a', 'east~b', 'east~c']);
  });
});
