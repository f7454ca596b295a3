import { type ObservedJob, type ViewedJob } from '@gateway/core';

import { firstSeen, NOW, observed, ontapContext, viewed } from '../testing/sample-jobs.js';
import { diffGone, diffObserved, draftsOf, type PreviousComparisons } from './diff.js';

const KEEP_ALL = '2000-01-01T00:00:00.000Z';

function viewOf(...jobs: readonly ViewedJob[]) {
  const get = (id: string): ViewedJob | undefined => jobs.find((job) => job.id === id);
  return { get, revisionOf: (id: string) => get(id)?.revision };
}

function fail(message: string): never {
  throw new Error(message);
}

describe('the diff of observed jobs and the view', () => {
  it('puts new jobs without an expected revision and changed ones over the revision they were derived from', () => {
    const known = viewed(firstSeen({ native_id: 'old' }), '7-3');
    const seen = [observed({ native_id: 'old', state: 'success' }), observed({ native_id: 'new' })];
    const drafts = draftsOf(diffObserved(seen, viewOf(known), ontapContext(), KEEP_ALL));
    expect(drafts.map(({ id, expectedRevision }) => [id, expectedRevision])).toEqual([
      ['east~old', '7-3'],
      ['east~new', undefined],
    ]);
  });

  it('contains the revision of a record that the job agrees with', () => {
    const known = viewed(firstSeen(), '7-3');
    const diffs = diffObserved([observed()], viewOf(known), ontapContext(), KEEP_ALL);
    expect(diffs).toEqual([{ id: 'east~job-1', agreesWith: '7-3', digest: expect.any(String) }]);
  });

  describe('after a comparison of the same record', () => {
    const known = viewed(firstSeen(), '7-3');
    const compare = (job: ObservedJob, record: ViewedJob, previous?: PreviousComparisons) =>
      diffObserved([job], viewOf(record), ontapContext(), KEEP_ALL, previous);
    const [first] = compare(observed(), known);
    const digest = first && 'digest' in first ? first.digest : '';
    const previous = new Map([['east~job-1', { revision: '7-3', digest }]]);

    it('does not read the record of the same job again', () => {
      const unread = { ...viewOf(known), get: () => fail('the record was read') };
      const diffs = diffObserved([observed()], unread, ontapContext(), KEEP_ALL, previous);
      expect(diffs).toEqual([{ id: 'east~job-1', agreesWith: '7-3', digest }]);
    });

    it('writes a job that has changed since', () => {
      expect(draftsOf(compare(observed({ state: 'success' }), known, previous))).toHaveLength(1);
    });

    it('writes a job whose record has changed since', () => {
      const moved = viewed(firstSeen({ message: 'written by an action' }), '8-0');
      expect(draftsOf(compare(observed(), moved, previous))).toHaveLength(1);
    });
  });

  it('leaves out ended jobs before the retention cutoff, but no active jobs', () => {
    const old = '2020-01-01T00:00:00.000Z';
    const seen = [
      observed({ native_id: 'ended', state: 'success', submit_time: old, end_time: old }),
      observed({ native_id: 'active', submit_time: old }),
    ];
    const diffs = diffObserved(seen, viewOf(), ontapContext(), '2025-12-29T00:00:00.000Z');
    expect(draftsOf(diffs).map(({ id }) => id)).toEqual(['east~active']);
    expect(diffs[0]).toEqual({ id: 'east~ended', isLeftOut: true });
  });

  it('judges an ended job without an end time by its other times, and keeps one without any time', () => {
    const seen = [
      observed({ native_id: 'old', state: 'success', submit_time: '2026-01-01T00:00:00.000Z' }),
      observed({ native_id: 'new', state: 'success', submit_time: '2026-01-03T00:00:00.000Z' }),
      observed({ native_id: 'timeless', state: 'success' }),
    ];
    const cutoff = '2026-01-02T00:00:00.000Z';
    const drafts = draftsOf(diffObserved(seen, viewOf(), ontapContext(), cutoff));
    expect(drafts.map(({ id }) => id)).toEqual(['east~new', 'east~timeless']);
  });

  it('keeps equal native ids of two sources apart', () => {
    const west = { ...ontapContext(), source: { name: 'west', kind: 'ontap', labels: {} } as const };
    const drafts = draftsOf(diffObserved([observed()], viewOf(viewed(firstSeen())), west, KEEP_ALL));
    expect(drafts).toMatchObject([{ id: 'west~job-1', expectedRevision: undefined }]);
  });
});

describe('jobs that are gone', () => {
  it('are marked once', () => {
    const active = viewed(firstSeen());
    const [draft] = diffGone([active], ontapContext(NOW + 1));
    expect(draft).toMatchObject({ type: 'put', id: 'east~job-1', expectedRevision: '1-0' });
    const gone = viewed(JSON.parse((draft as { text: string }).text) as typeof active.job);
    expect(diffGone([gone], ontapContext(NOW + 2))).toEqual([]);
  });
});
