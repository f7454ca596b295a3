import { type JobSource } from '@gateway/core';
import { sampleJob } from '@gateway/testing/jobs';

import { parseStored } from './parse-stored.js';

describe('parseStored', () => {
  it.each([
    ['names', { name: 'east1' }, { name: 'east2' }],
    ['labels', { labels: { site: 'site-1' } }, { labels: { site: 'site-2' } }],
    ['names of labels', { labels: { site1: 'north' } }, { labels: { site2: 'north' } }],
  ])(
    'returns the source of each record if the native ids are parts of the %s of the sources',
    (_what, first, second) => {
      for (let repeated = 0; repeated < 2; repeated += 1) {
        expect(sourceParsed('1', sourceWith(first))).toEqual(sourceWith(first));
        expect(sourceParsed('2', sourceWith(second))).toEqual(sourceWith(second));
      }
    },
  );

  it('finds no job whose id is not valid, although all parts of the text were valid before', () => {
    const textOf = (nativeId: string) =>
      JSON.stringify(sampleJob({ nativeId: 'ID', more: { description: '' } })).replaceAll('ID', nativeId);
    const parsed = (nativeId: string) =>
      parseStored({ id: `east~${nativeId}`, text: textOf(nativeId), revision: '1-0' });
    expect([parsed('1'), parsed('2')].map((row) => row?.id)).toEqual(['east~1', 'east~2']);
    for (const nativeId of ['a"b', 'a b', '{}', '\\', '..']) expect(parsed(nativeId)).toBeUndefined();
  });

  it('returns the same object for the source of different records', () => {
    expect(sourceParsed('11', sourceWith({}))).toBe(sourceParsed('22', sourceWith({})));
  });
});

function sourceWith(fields: object): JobSource {
  return { name: 'east', kind: 'ontap', labels: { site: 'north' }, ...fields };
}

function sourceParsed(nativeId: string, source: JobSource): JobSource | undefined {
  const id = `${source.name}~${nativeId}`;
  const job = sampleJob({ source: source.name, nativeId });
  return parseStored({ id, text: JSON.stringify({ ...job, source }), revision: '1-0' })?.source;
}
