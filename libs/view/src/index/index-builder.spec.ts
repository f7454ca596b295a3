import { LoopShare, type StoredJob } from '@gateway/core';
import { sampleJob } from '@gateway/testing/jobs';
import fc from 'fast-check';

import { TimeSlice } from '../query/time-slice.js';
import { anySample } from '../testing/arbitrary-query.js';
import { IndexBuilder } from './index-builder.js';
import { JobIndex } from './job-index.js';
import { type NewRow, parseStored } from './parse-stored.js';

function rowOf(stored: StoredJob): NewRow {
  const row = parseStored(stored);
  if (!row) throw new TypeError('not JSON');
  return row;
}

/** Everything that an index returns without a query. */
function contentOf(index: JobIndex): object {
  const sources = [...index.sources()].sort();
  return {
    size: index.size,
    oldestFirst: [...index.oldestFirst()].map(({ revision, text }) => ({ revision, text })),
    sources: sources.map((source) => ({
      source,
      counts: index.counts(source),
      active: [...index.active(source)].map(({ id }) => id).sort(),
      present: [...index.present(source)].map(({ id }) => id),
    })),
  };
}

describe('IndexBuilder', () => {
  it('builds the same index as adding each job, and the index can be changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anySample, { maxLength: 60 }), async (samples) => {
        const stored = samples.map((sample, at) => {
          const job = sampleJob(sample);
          return { id: job.id, text: JSON.stringify(job), revision: `1-${at + 1}` };
        });
        const builder = new IndexBuilder();
        const expected = new JobIndex();
        for (const each of stored) {
          expect(builder.isNewer(each)).toBe(true);
          builder.add(rowOf(each));
          expect(builder.isNewer(each)).toBe(false);
          expected.put(rowOf(each));
        }
        const built = await builder.build(new TimeSlice(new LoopShare({ now: () => 0 })));
        expect(contentOf(built)).toEqual(contentOf(expected));
        for (const [at, each] of stored.entries()) {
          for (const index of [built, expected]) {
            if (at % 2 === 0) index.remove(each.id);
            else index.put(rowOf({ ...each, revision: `2-${at + 1}` }));
          }
        }
        expect(contentOf(built)).toEqual(contentOf(expected));
      }),
    );
  });
});
