import { CONFIG_ORIGIN } from '@gateway/core';

import { type UndatedRecord, undatedRecord } from './source-record.js';
import { SourceTexts } from './source-texts.js';

const REPORT = {
  name: 'east',
  kind: 'ontap',
  url: 'https://10.0.0.1',
  origin: CONFIG_ORIGIN,
  labels: {},
  status: 'ok',
  interval_seconds: 5,
  consecutive_failures: 0,
  gaps: [],
} as const;

/** A record that counts how often its labels are read: once for each text that is made. */
function countedRecord(): { readonly record: UndatedRecord; readonly made: () => number } {
  let made = 0;
  const record = undatedRecord(REPORT, { running: 1 });
  const labels = (): object => {
    made += 1;
    return {};
  };
  Object.defineProperty(record, 'labels', { enumerable: true, get: labels });
  return { record, made: () => made };
}

describe('the text of a source', () => {
  it.each([
    ['all fields', undefined],
    ['chosen fields', { only: ['labels', 'age_seconds'], without: [] }],
  ])('is made once for an unchanged record, with its present age: %s', (_what, choice) => {
    const texts = new SourceTexts();
    const { made, record } = countedRecord();
    const ages = [undefined, 0, 1.5, 2].map((ageSeconds) => {
      return JSON.parse(texts.of(choice)({ record, ageSeconds })).age_seconds;
    });
    expect(ages).toEqual([undefined, 0, 1.5, 2]);
    expect(made()).toBe(1);
  });

  it('is made again for another record', () => {
    const texts = new SourceTexts();
    const textOf = (running: number) =>
      texts.of(undefined)({ record: undatedRecord(REPORT, { running }), ageSeconds: 1 });
    expect([1, 2].map((running) => JSON.parse(textOf(running)).jobs)).toEqual([{ running: 1 }, { running: 2 }]);
  });

  it('is kept for the eight choices that were used last', () => {
    const texts = new SourceTexts();
    const { made, record } = countedRecord();
    const choices = Array.from({ length: 9 }, (_, index) => ({ only: ['labels', `labels.l${index}`], without: [] }));
    for (const choice of choices) texts.of(choice)({ record, ageSeconds: 1 });
    expect(made()).toBe(9);
    texts.of(choices[8])({ record, ageSeconds: 1 });
    expect(made()).toBe(9);
    texts.of(choices[0])({ record, ageSeconds: 1 });
    expect(made()).toBe(10);
  });
});
