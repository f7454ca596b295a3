import { sampleJob } from '@gateway/testing/jobs';
import fc from 'fast-check';

import { type IndexedJob } from '../index/job-order.js';
import { fieldAt } from '../testing/sample-query.js';
import { comparePositions, FirstJobs } from './sort-order.js';

function entryOf(at: number, code: number): IndexedJob {
  const job = sampleJob({ nativeId: `${at}`, more: code < 0 ? {} : { code } });
  return { id: job.id, job, text: '', revision: '1-0', createdMs: 0 };
}

describe('the first jobs of a sort order', () => {
  it('are the same for any number and any order of added jobs', () => {
    const codes = fc.array(fc.integer({ min: -1, max: 300 }), { minLength: 300, maxLength: 600 });
    fc.assert(
      fc.property(codes, fc.boolean(), fc.integer({ min: 1, max: 40 }), (values, descending, limit) => {
        const orderBy = [{ field: fieldAt('code'), descending }];
        const entries = values.map((code, at) => entryOf(at, code));
        const all = new FirstJobs(orderBy, entries.length, undefined);
        for (const entry of entries) all.add(entry);
        const sorted = [...all.inOrder()];
        expect(sorted).toEqual(sorted.toSorted((a, b) => comparePositions(a.position, b.position, orderBy)));
        expect(sorted.length).toBe(entries.length);
        for (const after of [undefined, sorted[99]?.position]) {
          const first = new FirstJobs(orderBy, limit, after);
          for (const entry of entries) first.add(entry);
          const begin = after ? 100 : 0;
          expect(first.inOrder()).toEqual(sorted.slice(begin, begin + limit));
        }
      }),
      { numRuns: 100 },
    );
  });
});
