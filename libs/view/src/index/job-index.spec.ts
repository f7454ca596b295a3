import { type Job, jobField, SCALAR_PATHS, type StoredJob } from '@gateway/core';
import { type Sample, sampleJob } from '@gateway/testing/jobs';
import fc from 'fast-check';

import { anySample } from '../testing/arbitrary-query.js';
import { SEGMENT_ROWS } from './columns.js';
import { valueAt } from './field-columns.js';
import { jobFieldsOf } from './job-fields.js';
import { JobIndex } from './job-index.js';
import { type NewRow, parseStored } from './parse-stored.js';
import { type ViewRecord } from './view-record.js';

/** A job as the store has it. */
interface Stored extends StoredJob {
  readonly job: Job;
}

function storedJob(sample: Sample, sequence: number): Stored {
  const job = sampleJob(sample);
  return { id: job.id, job, text: JSON.stringify(job), revision: `1-${sequence}` };
}

function rowOf(stored: StoredJob): NewRow {
  const row = parseStored(stored);
  if (!row) throw new TypeError('not JSON');
  return row;
}

const textsOf = (records: Iterable<ViewRecord>): string[] => [...records].map(({ text }) => text);

describe('an index whose records change often', () => {
  const JOBS = 1_500;
  /** Jobs that never change, added between the others: their rows keep segments alive. */
  const KEPT_EVERY = 40;
  const index = new JobIndex();
  const expected = new Map<string, Stored>();
  /** A record that is replaced soon. */
  const first = index.put(rowOf(storedJob({ nativeId: '0', message: 'the first one' }, 0)));

  beforeAll(() => {
    let sequence = 0;
    for (let change = 0; change < 8 * SEGMENT_ROWS; change += 1) {
      sequence += 1;
      const isKept = change % KEPT_EVERY === 0;
      const nativeId = isKept ? `kept-${change}` : `${(change * 7919) % JOBS}`;
      if (!isKept && change % 11 === 0) {
        index.remove(`east~${nativeId}`);
        expected.delete(`east~${nativeId}`);
        continue;
      }
      const state = change % 3 === 0 ? 'success' : 'running';
      const stored = storedJob({ nativeId, state, createdMs: change % 13, message: `change ${change}` }, sequence);
      index.put(rowOf(stored));
      expected.set(stored.id, stored);
    }
  });

  it('has the last record of each job', () => {
    expect(index.size).toBe(expected.size);
    for (const [id, { revision, text }] of expected) expect(index.get(id)).toMatchObject({ id, revision, text });
    const sorted = [...expected.values()].sort(
      ({ job: a }, { job: b }) => a.created_time.localeCompare(b.created_time) || (a.id < b.id ? 1 : -1),
    );
    expect(textsOf(index.oldestFirst())).toEqual(sorted.map(({ text }) => text));
    const success = [...expected.values()].filter(({ job }) => job.state === 'success').length;
    expect(index.counts('east')).toEqual({ success, running: expected.size - success });
  });

  it('keeps the memory of a few segments, however many records were replaced', () => {
    const { segments } = index.candidates({ filters: [] });
    const rows = segments.reduce((sum, segment) => sum + (segment?.length ?? 0), 0);
    expect(rows).toBeGreaterThan(index.size);
    expect(rows).toBeLessThan(2 * index.size + SEGMENT_ROWS);
  });

  it('leaves a record that was replaced readable', () => {
    expect(first).toMatchObject({ id: 'east~0', revision: '1-0', job: { message: 'the first one' } });
  });
});

describe('the record of a job', () => {
  it.each([
    ['of another form', JSON.stringify({ x: '}},"state":', ...sampleJob({ nativeId: '1' }) }, undefined, 1)],
    ['with a label that is named state', JSON.stringify(sampleJob({ nativeId: '1', labels: { state: 'x' } }))],
    [
      'with actions twice',
      JSON.stringify(sampleJob({ nativeId: '1' })).replace('"actions":[]', '"actions":[],"actions":[{"name":"x"}]'),
    ],
    [
      'that is longer than a segment usually is',
      JSON.stringify(sampleJob({ nativeId: '1', message: 'é'.repeat(6_000_000) })),
    ],
    ['with a native id that occurs everywhere', JSON.stringify(sampleJob({ nativeId: 'e', message: 'east' }))],
  ])('has its text unchanged: a text %s', (_case, text) => {
    for (let time = 0; time < 2; time += 1) {
      const { id } = JSON.parse(text) as Job;
      expect(new JobIndex().put(rowOf({ id, text, revision: '1-0' })).text).toBe(text);
    }
  });

  it('has the same scalar fields as the parsed job', () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const { job, ...stored } = storedJob(sample, 1);
        const { segment, slot } = new JobIndex().put(rowOf(stored));
        const fields = jobFieldsOf(segment, slot);
        for (const path of SCALAR_PATHS) {
          const expected = jobField(path)?.read(job);
          expect([path, segment.value(jobField(path)!, slot)]).toEqual([path, expected]);
        }
        expect([fields.id, fields.native_id, fields.state]).toEqual([job.id, job.native_id, job.state]);
        expect([fields.error?.message, fields.svm]).toEqual([job.error?.message, job.svm]);
        expect([fields.created_time, fields.requested]).toEqual([job.created_time, job.requested]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('parsing a stored text', () => {
  const text = JSON.stringify(sampleJob({ nativeId: '1' }));
  const parsed = (broken: string) => parseStored({ id: 'east~1', text: broken, revision: '1-0' });

  it('finds no job in a text that is not JSON, although its beginning and its end were valid before', () => {
    expect(parsed(text)).toBeDefined();
    for (let end = 0; end < text.length; end += 1) expect(parsed(text.slice(0, end))).toBeUndefined();
    expect(parsed(text.replace('"state":"running"', '"state":"running'))).toBeUndefined();
    expect(parsed(text.replace('"state":"running"', '"state":"running"},{"x":1'))).toBeUndefined();
  });

  it('finds the fields after the actions', () => {
    const requestedIn = (row: NewRow | undefined) => row && valueAt(row.fields, 'requested.action');
    expect(requestedIn(parsed(text))).toBeUndefined();
    const requested = { action: 'cancel', by: 'a', time: '2026-01-01T00:00:00.000Z', outcome: 'done' };
    const more = text.replace(/}$/, `,"requested":${JSON.stringify(requested)}}`);
    for (let time = 0; time < 2; time += 1) expect(requestedIn(parsed(more))).toBe('cancel');
  });

  it('does not take the labels of another job whose native id occurs in them', () => {
    const withRack = (nativeId: string, rack: string) => {
      const job = sampleJob({ nativeId, labels: { rack } });
      return parseStored({ id: job.id, text: JSON.stringify(job), revision: '1-0' })?.source.labels;
    };
    expect([withRack('7', '7'), withRack('8', '8'), withRack('9', '9')]).toEqual([
      { rack: '7' },
      { rack: '8' },
      { rack: '9' },
    ]);
  });

  it('finds the fields before the source', () => {
    const { id, native_id, source, ...rest } = sampleJob({ nativeId: '1' });
    const other = JSON.stringify({ id, native_id, type: 'x', source, ...rest });
    for (let time = 0; time < 2; time += 1) expect(valueAt(parsed(other)?.fields ?? [], 'type')).toBe('x');
  });

  it.each(['{}', '[]', 'null', '{"id":5}', '{"id":"east~1","source":{}}'])('finds no job in %s', (other) => {
    expect(parsed(other)).toBeUndefined();
  });

  it('does not take the source of another job', () => {
    expect(parsed(text)?.source.name).toBe('east');
    const other = sampleJob({ source: 'west', nativeId: '1' });
    expect(parseStored({ id: other.id, text: JSON.stringify(other), revision: '1-0' })?.source.name).toBe('west');
    expect(parsed(JSON.stringify(other))).toBeUndefined();
  });
});
