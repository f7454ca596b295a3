import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { RecordWriter } from '../records/record-writer.js';
import { MemoryStore } from '../testing/memory-store.js';
import { sourceOf } from '../testing/poller-harness.js';
import { NOW, observed, ontapContext } from '../testing/sample-jobs.js';
import { ListingComparison } from './listing-comparison.js';

describe('a comparison of a listing with the records', () => {
  it('keeps at most 10,000 jobs that differ, and the ids of all', async () => {
    const store = new MemoryStore();
    const { view } = store;
    const adapter = new FakeAdapter();
    const writer = new RecordWriter(
      {
        store,
        view,
        clock: { now: () => NOW },
        mergeContext: ontapContext,
        shown: async () => undefined,
        cutoff: () => '2026-01-01T00:00:00.000Z',
        losses: { records: 0 },
        storeFaults: { refusals: 0 },
      },
      NOW,
      { source: 'east', holder: 'replica-1', fencing: 1 },
    );
    const comparison = new ListingComparison({ adapter, source: sourceOf('east', adapter) }, view, writer);
    const jobs = Array.from({ length: 4_000 }, (_, at) => observed({ native_id: `job-${at}` }));
    for (let page = 0; page < 3; page += 1) {
      await comparison.add({
        jobs: async () => jobs.map((job) => ({ ...job, native_id: `${page}-${job.native_id}` })),
      });
    }
    expect([comparison.listed.size, comparison.suspects.size]).toEqual([12_000, 10_000]);
  });
});
