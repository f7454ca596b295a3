import { type Job, type JobSource } from '@gateway/core';

import { parseStored } from './parse-stored.js';

describe('parseStored', () => {
  it.each([
    ['names', { name: 'east1' }, { name: 'east2' }],
    ['kinds', { kind: 'ontap1' }, { kind: 'ontap2' }],
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

  it('returns the same object for the source of different records', () => {
    expect(sourceParsed('11', sourceWith({}))).toBe(sourceParsed('22', sourceWith({})));
  });
});

function sourceWith(fields: object): JobSource {
  return { name: 'east', kind: 'ontap', labels: { site: 'north' }, ...fields };
}

function sourceParsed(nativeId: string, source: JobSource): JobSource | undefined {
  const id = `${source.name}~${nativeId}`;
  const job: Partial<Job> = { id, native_id: nativeId, source, state: 'running', actions: [] };
  return parseStored({ id, text: JSON.stringify(job), revision: '1-0' })?.source;
}
