import { type Change, type StoredJob } from '@gateway/core';
import { idsOf, put, remove, sampleJob, snapshotOf, stored } from '@gateway/testing/jobs';

import { fastShare } from '../testing/fast-share.js';
import { queryFor } from '../testing/sample-query.js';
import { viewOf } from '../testing/sample-view.js';
import { View } from './view.js';

const all = queryFor();
const T0 = Date.UTC(2026, 0, 1);

const logTail = (recent: readonly Change[], latest: string) => ({
  recent: async () => recent,
  latest: async () => latest,
});

describe('applying the log', () => {
  it('starts empty, before all changes', async () => {
    const view = new View();
    expect([view.revision(), view.size(), view.get('east~1')]).toEqual(['0-0', 0, undefined]);
    expect(await view.query(all)).toEqual({ records: [], total: 0 });
    expect([...view.oldestFirst(), ...view.present('east'), ...view.byNativeId('1')]).toEqual([]);
    expect(view.counts('east')).toEqual({});
  });

  it('stores each job with its unchanged text and its revision', () => {
    const view = new View();
    const text = `  ${JSON.stringify(sampleJob({ nativeId: '1' }))}`;
    view.apply([{ type: 'put', id: 'east~1', revision: '5-0', text }]);
    expect(view.get('east~1')).toMatchObject({ job: sampleJob({ nativeId: '1' }), text, revision: '5-0' });
    expect(view.revision()).toBe('5-0');
  });

  it('replaces records and never modifies them', () => {
    const view = viewOf({ nativeId: '1', state: 'running' });
    const before = view.get('east~1');
    view.apply([put({ nativeId: '1', state: 'success' }, '2-0')]);
    expect(before?.job.state).toBe('running');
    expect(view.get('east~1')?.job.state).toBe('success');
  });

  it('ignores replayed changes', async () => {
    const view = new View();
    const log = [
      put({ nativeId: '1', state: 'running' }, '1-0'),
      put({ nativeId: '2' }, '2-0'),
      remove('east~2', '3-0'),
      put({ nativeId: '1', state: 'success' }, '4-0'),
    ];
    view.apply(log);
    view.apply(log);
    view.apply(log.slice(0, 2));
    expect([view.revision(), view.size(), view.get('east~1')?.job.state]).toEqual(['4-0', 1, 'success']);
    expect(view.counts('east')).toEqual({ success: 1 });
    expect((await view.query(all)).total).toBe(1);
  });

  it('advances the revision when it removes an unknown job', () => {
    const view = viewOf({ nativeId: '1' });
    view.apply([remove('east~9', '2-0')]);
    expect([view.revision(), view.size()]).toEqual(['2-0', 1]);
  });

  it('knows the jobs with damaged records and changes, until it has a later version of them', async () => {
    const view = new View();
    const damaged = (nativeId: string, revision: string) =>
      ({ type: 'put', id: `east~${nativeId}`, revision, text: 'null' }) as const;
    await view.load(snapshotOf([damaged('1', '1-0'), damaged('2', '1-1')]), '1-1');
    expect(view.apply([damaged('3', '2-0'), { ...damaged('', '2-1'), id: '' }])).toEqual(['east~3', '']);
    expect([view.damaged('east'), view.damaged('west')]).toEqual([['east~1', 'east~2', 'east~3'], []]);
    view.apply([put({ nativeId: '1' }, '3-0'), remove('east~2', '3-1'), damaged('3', '3-2')]);
    expect(view.damaged('east')).toEqual(['east~3']);
    for (let at = 0; at < 2_000; at += 1) view.apply([damaged(`more-${at}`, `4-${at}`)]);
    expect(view.damaged('east')).toHaveLength(2_001);
    await view.load(snapshotOf(), '5-0');
    expect(view.damaged('east')).toEqual([]);
  });

  it('skips a text that is not JSON and returns the id of its job', async () => {
    const view = new View();
    const broken = { type: 'put', id: 'east~2', revision: '2-0', text: '{"id":' } as const;
    expect(view.apply([put({ nativeId: '1' }, '1-0'), broken, put({ nativeId: '3' }, '3-0')])).toEqual(['east~2']);
    expect([view.revision(), view.size()]).toEqual(['3-0', 2]);
    expect(await view.load(snapshotOf([stored({ nativeId: '1' }, '1-0'), broken]), '4-0')).toEqual(['east~2']);
    expect([view.revision(), view.size()]).toEqual(['4-0', 1]);
  });

  it('derives the retention cutoff from removed terminal jobs and from the oldest one of the snapshot', async () => {
    const at = (seconds: number): string => new Date(T0 + seconds * 1_000).toISOString();
    const job = (nativeId: string, seconds: number, state: 'success' | 'running' = 'success') =>
      sampleJob({ nativeId, state, more: { updated_time: at(seconds) } });
    const text = (...sample: Parameters<typeof job>): string => JSON.stringify(job(...sample));
    const view = new View();
    const snapshot = snapshotOf([
      { id: 'east~1', revision: '1-1', text: text('1', 5) },
      { id: 'east~2', revision: '1-2', text: text('2', 9) },
      { id: 'east~3', revision: '1-3', text: text('3', 1, 'running') },
    ]);
    expect(view.lastRemovedTime()).toBe(0);
    await view.load(snapshot, '1-3');
    expect(view.lastRemovedTime()).toBe(T0 + 5_000);
    view.apply([remove('east~3', '2-0'), remove('east~2', '3-0'), remove('east~1', '4-0')]);
    expect(view.lastRemovedTime()).toBe(T0 + 9_000);
  });

  it('has the active jobs of each source', () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2', state: 'success' }, { nativeId: '3', gone: true });
    const active = () => [...view.active('east')].map(({ job }) => job.native_id);
    expect(active()).toEqual(['1']);
    view.apply([put({ nativeId: '1', state: 'failure' }, '9-0'), put({ nativeId: '3' }, '9-1')]);
    expect(active()).toEqual(['3']);
    view.apply([remove('east~3', '9-2')]);
    expect(active()).toEqual([]);
  });

  it('moves a job whose position in the order changes', async () => {
    const view = viewOf({ nativeId: '1', createdMs: 10 }, { nativeId: '2', createdMs: 20 });
    view.apply([put({ nativeId: '1', createdMs: 30, state: 'success' }, '2-0')]);
    expect(idsOf((await view.query(all)).records)).toEqual(['east~1', 'east~2']);
    expect(view.counts('east')).toEqual({ running: 1, success: 1 });
  });
});

describe('loading the snapshot', () => {
  it('replaces all jobs by those of the snapshot and sets the revision', async () => {
    const view = viewOf({ nativeId: 'old' });
    await view.load(snapshotOf([stored({ nativeId: '1' }, '1-0')], [stored({ nativeId: '2' }, '7-0')]), '5-0');
    expect(view.revision()).toBe('5-0');
    expect(idsOf((await view.query(all)).records)).toEqual(['east~1', 'east~2']);
  });

  it('ignores changes that are older than the record in the snapshot', async () => {
    const view = new View();
    await view.load(snapshotOf([stored({ nativeId: '1', state: 'success' }, '7-0')]), '5-0', logTail([], '7-0'));
    view.apply([put({ nativeId: '1', state: 'running' }, '6-0'), remove('east~1', '6-1')]);
    expect(view.get('east~1')?.job.state).toBe('success');
    view.apply([put({ nativeId: '1', state: 'failure' }, '8-0')]);
    expect(view.get('east~1')?.job.state).toBe('failure');
  });

  it('applies changes after the snapshot also to a damaged record that has a later revision', async () => {
    const view = new View();
    await view.load(snapshotOf([stored({ nativeId: '1', state: 'success' }, '900000000000000-0')]), '5-0');
    view.apply([put({ nativeId: '1', state: 'failure' }, '6-0')]);
    expect(view.get('east~1')).toMatchObject({ revision: '6-0', job: { state: 'failure' } });
    view.apply([remove('east~1', '7-0')]);
    expect(view.get('east~1')).toBeUndefined();
  });

  it('takes records from the log that the store has lost, damaged, or has in an older version', async () => {
    const view = new View();
    const log = [
      put({ nativeId: '0' }, '1-0'),
      put({ nativeId: 'lost' }, '2-0'),
      put({ nativeId: 'older', state: 'success' }, '3-0'),
      put({ nativeId: 'damaged', state: 'success' }, '4-0'),
      put({ nativeId: 'removed' }, '4-1'),
      remove('east~removed', '4-2'),
      put({ nativeId: 'ahead' }, '6-0'),
    ];
    const snapshot = snapshotOf([
      stored({ nativeId: '0' }, '1-0'),
      stored({ nativeId: 'older' }, '2-5'),
      { id: 'east~damaged', revision: '4-0', text: 'null' },
      { id: 'east~gone', revision: '0-0', text: '' },
    ]);
    expect(await view.load(snapshot, '5-0', logTail(log, '6-0'))).toEqual(['east~gone']);
    expect([...view.oldestFirst()].map(({ id, job, revision }) => [id, revision, job.state]).sort()).toEqual([
      ['east~0', '1-0', 'running'],
      ['east~damaged', '4-0', 'success'],
      ['east~lost', '2-0', 'running'],
      ['east~older', '3-0', 'success'],
    ]);
    expect(view.damaged('east')).toEqual(['east~gone']);
  });

  it('knows a job as damaged whose last change is unreadable, although an earlier version is in the log', async () => {
    const view = new View();
    const unreadable = (id: string, revision: string) => ({ type: 'put', id, revision, text: '' }) as const;
    const log = [
      put({ nativeId: '0' }, '1-0'),
      put({ nativeId: 'earlier', state: 'running' }, '2-0'),
      unreadable('east~earlier', '3-0'),
      unreadable('east~later', '3-1'),
      unreadable('east~newer', '3-2'),
      unreadable('east~removed', '3-3'),
      unreadable('', '3-4'),
      put({ nativeId: 'later' }, '4-0'),
      remove('east~removed', '4-1'),
      put({ nativeId: '0' }, '5-0'),
    ];
    const snapshot = snapshotOf([
      stored({ nativeId: '0' }, '5-0'),
      { id: 'east~earlier', revision: '0-0', text: '' },
      stored({ nativeId: 'later' }, '4-0'),
      stored({ nativeId: 'newer' }, '6-0'),
    ]);
    expect(await view.load(snapshot, '5-0', logTail(log, '6-0'))).toEqual(['east~earlier']);
    expect(view.get('east~earlier')).toMatchObject({ revision: '2-0', job: { state: 'running' } });
    expect(view.damaged('east')).toEqual(['east~earlier']);
    view.apply([put({ nativeId: 'earlier', state: 'success' }, '7-0')]);
    expect(view.damaged('east')).toEqual([]);
  });

  it('uses the later revision of a job that occurs twice in the snapshot', async () => {
    const view = new View();
    const later = stored({ nativeId: '1', state: 'success' }, '9-0');
    await view.load(snapshotOf([later], [stored({ nativeId: '1', state: 'running' }, '8-0')]), '5-0');
    expect([view.size(), view.get('east~1')?.job.state]).toEqual([1, 'success']);
  });

  it('goes back to an earlier revision if the store has lost its last writes', async () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2' });
    await view.load(snapshotOf(), '0-0');
    expect([view.revision(), view.size()]).toEqual(['0-0', 0]);
    expect(await view.query(all)).toEqual({ records: [], total: 0 });
  });

  it('serves the previous jobs until the whole snapshot is read, and yields to the event loop meanwhile', async () => {
    const view = new View(fastShare());
    view.apply([put({ nativeId: 'old' }, '1-0')]);
    const batch = Array.from({ length: 50 }, (_, at) => stored({ nativeId: `${at}` }, '1-0'));
    let turns = 0;
    let loaded = false;
    const loading = view.load(snapshotOf(batch), '2-0').then(() => (loaded = true));
    for (; !loaded; turns += 1) {
      expect([view.size(), view.revision()]).toEqual([1, '1-0']);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await loading;
    expect(turns).toBeGreaterThanOrEqual(50);
    expect(view.size()).toBe(50);
  });

  it('changes nothing if the snapshot fails', async () => {
    const view = viewOf({ nativeId: '1' });
    async function* broken(): AsyncGenerator<readonly StoredJob[]> {
      yield [stored({ nativeId: '2' }, '2-0')];
      throw new Error('connection lost');
    }
    await expect(view.load(broken(), '3-0')).rejects.toThrow('connection lost');
    expect([view.revision(), view.size(), view.get('east~2')]).toEqual(['1-1', 1, undefined]);
  });
});

describe('looking jobs up', () => {
  it('finds a native id in every source that has it', () => {
    const view = viewOf({ source: 'east', nativeId: 'a' }, { source: 'west', nativeId: 'a' }, { nativeId: 'b' });
    expect(view.byNativeId('a').map(({ job }) => job.id)).toEqual(['east~a', 'west~a']);
    view.apply([remove('west~a', '2-0')]);
    expect(view.byNativeId('a').map(({ job }) => job.id)).toEqual(['east~a']);
  });

  it('has the present jobs of each source', () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2' }, { source: 'west', nativeId: '3' });
    const present = () => [...view.present('east')].map(({ job }) => job.id);
    expect(present()).toEqual(['east~1', 'east~2']);
    view.apply([put({ nativeId: '1', gone: true }, '2-0'), put({ nativeId: '2', state: 'success' }, '2-1')]);
    expect(present()).toEqual(['east~2']);
    view.apply([put({ nativeId: '1' }, '3-0'), remove('east~2', '3-1')]);
    expect(present()).toEqual(['east~1']);
  });

  it('iterates from the oldest job, over the jobs at the time of the call', () => {
    const view = viewOf(
      { nativeId: '1', createdMs: 3 },
      { nativeId: '2', createdMs: 1 },
      { nativeId: '3', createdMs: 2 },
    );
    const walk = view.oldestFirst();
    view.apply([remove('east~2', '2-0'), put({ nativeId: '4', createdMs: 0 }, '2-1')]);
    expect([...walk].map(({ job }) => job.native_id)).toEqual(['2', '3', '1']);
    expect([...view.oldestFirst()].map(({ job }) => job.native_id)).toEqual(['4', '3', '1']);
  });
});
