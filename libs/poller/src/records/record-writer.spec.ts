import { type Timestamp } from '@gateway/core';

import { MemoryStore } from '../testing/memory-store.js';
import { NOW, observed, ontapContext } from '../testing/sample-jobs.js';
import { RecordWriter } from './record-writer.js';

describe('a page that is written while retention removes jobs', () => {
  it('is compared again if a job was left out below a cutoff that is lower now', async () => {
    const [low, high] = ['2026-01-01T00:00:00.000Z', '2026-01-03T00:00:00.000Z'];
    let cutoff: Timestamp = low;
    const store = new MemoryStore();
    const { view } = store;
    const writer = new RecordWriter(
      {
        store: { append: (...args) => ((cutoff = high), store.append(...args)) },
        view,
        clock: { now: () => NOW },
        mergeContext: ontapContext,
        shown: async () => undefined,
        cutoff: () => cutoff,
        losses: { records: 0 },
        storeFaults: { refusals: 0 },
      },
      NOW,
      { source: 'east', holder: 'replica-1', fencing: 1 },
    );
    const active = Array.from({ length: 50 }, (_, index) => observed({ native_id: `active-${index}` }));
    const ended = observed({ native_id: 'ended', state: 'success', end_time: '2026-01-02T00:00:00.000Z' });
    const page = await writer.writeObserved([...active, ended]);
    expect(view.get('east~ended')).toBeUndefined();
    expect(writer.isCurrent(page)).toBe(true);
    cutoff = low;
    expect(writer.isCurrent(page)).toBe(false);
  });
});
