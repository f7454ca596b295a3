import { type Change } from '@gateway/core';
import { put, remove, sampleJob, snapshotOf, stored } from '@gateway/testing/jobs';
import fc from 'fast-check';

import { JobIndex } from '../index/job-index.js';
import { View } from '../index/view.js';
import { fastShare } from '../testing/fast-share.js';
import { ChangeHistory, type JobChange } from './change-history.js';

const PLENTY = { changes: 1_000, characters: 1_000_000 };

/** A change whose body is this text. */
function change(revision: string, text = ''): JobChange {
  const job = sampleJob({ nativeId: '1' });
  return {
    revision,
    id: job.id,
    before: undefined,
    after: new JobIndex().store({
      id: job.id,
      source: job.source,
      fields: [],
      parts: { head: '', body: text, tail: '' },
      revision,
    }),
  };
}

/** All changes from an offset on. */
function from(history: ChangeHistory, offset: number | undefined): JobChange[] {
  const read: JobChange[] = [];
  for (let at = offset ?? Infinity, next; (next = history.at(at)); at += 1) read.push(next);
  return read;
}

const revisionsFrom = (history: ChangeHistory, offset: number | undefined) =>
  from(history, offset).map(({ revision }) => revision);

const tail = (recent: readonly Change[], latest: string) => ({
  recent: async () => recent,
  latest: async () => latest,
});

describe('the history', () => {
  it('has an offset after each of its revisions, including the oldest revision', () => {
    const history = new ChangeHistory(PLENTY);
    history.append([change('1-0'), change('1-1')]);
    history.append([change('2-0')]);
    expect(revisionsFrom(history, history.offsetAfter('0-0'))).toEqual(['1-0', '1-1', '2-0']);
    expect(revisionsFrom(history, history.offsetAfter('1-0'))).toEqual(['1-1', '2-0']);
    expect(history.offsetAfter('2-0')).toBe(history.endOffset);
    expect(['1-2', '1-5', '3-0'].map((revision) => history.offsetAfter(revision))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('replaces the oldest changes by new ones, after which their offsets are not valid', () => {
    const history = new ChangeHistory({ changes: 3, characters: 1_000 });
    const offset = history.endOffset;
    history.append(['1-0', '2-0', '3-0', '4-0', '5-0'].map((revision) => change(revision)));
    expect(history.at(offset)).toBeUndefined();
    expect(history.startOffset).toBe(offset + 2);
    expect(history.offsetAfter('1-0')).toBeUndefined();
    expect(revisionsFrom(history, history.offsetAfter('2-0'))).toEqual(['3-0', '4-0', '5-0']);
    expect(history.revisionBefore(history.startOffset)).toBe('2-0');
  });

  it('limits the length of its texts', () => {
    const history = new ChangeHistory({ changes: 100, characters: 25 });
    history.append([change('1-0', 'x'.repeat(10)), change('2-0', 'x'.repeat(10)), change('3-0', 'x'.repeat(10))]);
    expect(revisionsFrom(history, history.startOffset)).toEqual(['2-0', '3-0']);
    history.append([change('4-0', 'x'.repeat(26))]);
    expect([history.startOffset, history.offsetAfter('4-0')]).toEqual([history.endOffset, history.endOffset]);
  });

  it('does not reuse offsets after a restart', () => {
    const history = new ChangeHistory(PLENTY);
    history.append([change('1-0'), change('2-0')]);
    const offsets = [history.startOffset, history.endOffset];
    history.restart('7-0', [change('8-0')]);
    expect(offsets.map((offset) => history.at(offset))).toEqual([undefined, undefined]);
    expect(revisionsFrom(history, history.offsetAfter('7-0'))).toEqual(['8-0']);
    expect(history.offsetAfter('1-0')).toBeUndefined();
  });

  it('notifies subscribers until they unsubscribe', () => {
    const history = new ChangeHistory(PLENTY);
    let calls = 0;
    const unsubscribe = history.subscribe(() => (calls += 1));
    history.notify();
    unsubscribe();
    history.notify();
    expect([calls, history.subscriberCount]).toEqual([1, 0]);
  });

  it('equals the end of a list of all changes, whatever its limits', () => {
    const appends = fc.array(fc.array(fc.nat(30), { maxLength: 8 }), { maxLength: 30 });
    fc.assert(
      fc.property(appends, fc.integer({ min: 1, max: 9 }), fc.nat(100), (batches, changes, characters) => {
        const history = new ChangeHistory({ changes, characters });
        const all: JobChange[] = [];
        for (const batch of batches) {
          const added = batch.map((length, at) => change(`1-${all.length + at + 1}`, 'x'.repeat(length)));
          history.append(added);
          all.push(...added);
          const last = from(history, history.startOffset);
          expect(last).toEqual(all.slice(all.length - last.length));
          expect(last.length).toBeLessThanOrEqual(changes);
          expect(last.reduce((sum, { after }) => sum + (after?.text.length ?? 0), 0)).toBeLessThanOrEqual(characters);
        }
        all.forEach(({ revision }, index) => {
          const offset = history.offsetAfter(revision);
          expect(offset === undefined ? undefined : from(history, offset)).toEqual(
            offset === undefined ? undefined : all.slice(index + 1),
          );
        });
      }),
    );
  });
});

describe('the history of a view', () => {
  it('has every change with the records before and after it', () => {
    const view = new View();
    view.apply([
      put({ nativeId: '1', state: 'running' }, '1-0'),
      put({ nativeId: '1', state: 'success' }, '2-0'),
      remove('east~1', '3-0'),
      remove('east~9', '4-0'),
    ]);
    const [running, success] = [sampleJob({ nativeId: '1' }), sampleJob({ nativeId: '1', state: 'success' })];
    expect(from(view.history, view.history.offsetAfter('0-0'))).toMatchObject([
      { revision: '1-0', before: undefined, after: { job: running, revision: '1-0' } },
      { revision: '2-0', before: { job: running }, after: { job: success, revision: '2-0' } },
      { revision: '3-0', before: { job: success }, after: undefined },
      { revision: '4-0', id: 'east~9', before: undefined, after: undefined },
    ]);
  });

  it('shows a job as it was before if the text of a change is not JSON', () => {
    const view = new View();
    view.apply([put({ nativeId: '1' }, '1-0'), { type: 'put', id: 'east~1', revision: '2-0', text: '{' }]);
    const job = sampleJob({ nativeId: '1' });
    expect(from(view.history, view.history.offsetAfter('1-0'))).toMatchObject([{ before: { job }, after: { job } }]);
  });

  it('notifies subscribers once per call of `apply`, when the view shows the changes', () => {
    const view = new View();
    const seen: string[] = [];
    view.history.subscribe(() => seen.push(`${view.revision()} ${view.size()}`));
    view.apply([put({ nativeId: '1' }, '1-0'), put({ nativeId: '2' }, '2-0')]);
    expect(seen).toEqual(['2-0 2']);
  });

  it('starts with the recent changes of the log, up to the revision of the snapshot', async () => {
    const view = new View(fastShare());
    const now = stored({ nativeId: '1', state: 'success' }, '3-0');
    const recent = [
      put({ nativeId: '2' }, '1-0'),
      put({ nativeId: '1', state: 'running' }, '2-0'),
      put({ nativeId: '1', state: 'success' }, '3-0'),
      remove('east~2', '4-0'),
      put({ nativeId: '3' }, '5-0'),
    ];
    await view.load(snapshotOf([now, stored({ nativeId: '3' }, '5-0')]), '4-0', tail(recent, '5-0'));
    const changes = from(view.history, view.history.offsetAfter('1-0'));
    expect(changes).toMatchObject([
      { revision: '2-0', id: 'east~1', before: 'unknown', after: { job: { state: 'running' } } },
      { revision: '3-0', id: 'east~1', before: { job: { state: 'running' } } },
      { revision: '4-0', id: 'east~2', before: { id: 'east~2' }, after: undefined },
    ]);
    expect(changes[1]?.after).toEqual(view.get('east~1'));
    expect(view.history.offsetAfter('4-0')).toBe(view.history.endOffset);
    view.apply(recent.slice(4));
    expect(from(view.history, view.history.offsetAfter('4-0'))).toMatchObject([
      { id: 'east~3', before: 'unknown', after: view.get('east~3') },
    ]);
  });

  it('shows a job as it was before if the text of a recent change is not JSON', async () => {
    const view = new View();
    const broken = (revision: string) => ({ type: 'put', id: 'east~1', revision, text: '{' }) as const;
    const recent = [put({ nativeId: '1' }, '1-0'), broken('2-0'), broken('3-0')];
    await view.load(snapshotOf([stored({ nativeId: '1' }, '1-0')]), '3-0', tail(recent, '3-0'));
    const job = sampleJob({ nativeId: '1' });
    expect(from(view.history, view.history.offsetAfter('1-0'))).toMatchObject([
      { before: { job }, after: { job } },
      { before: { job }, after: { job } },
    ]);
  });

  it.each([
    ['there are no recent changes', []],
    ['the recent changes end before the snapshot', [put({ nativeId: '1' }, '1-0')]],
    ['the recent changes start after the snapshot', [put({ nativeId: '1' }, '6-0')]],
  ])('starts at the snapshot if %s', async (_case, recent) => {
    const view = new View();
    view.apply([put({ nativeId: 'old' }, '1-0')]);
    await view.load(snapshotOf([stored({ nativeId: '1' }, '1-0')]), '5-0', tail(recent, '6-0'));
    expect([view.history.startOffset, view.history.offsetAfter('5-0')]).toEqual([
      view.history.endOffset,
      view.history.endOffset,
    ]);
    expect(view.history.offsetAfter('1-0')).toBeUndefined();
  });

  it('never shows an earlier record than the snapshot', async () => {
    const view = new View();
    await view.load(snapshotOf([stored({ nativeId: '1', state: 'success' }, '7-0')]), '5-0', tail([], '7-0'));
    view.apply([put({ nativeId: '1', state: 'running' }, '6-0'), put({ nativeId: '1', state: 'success' }, '7-0')]);
    const states = from(view.history, view.history.offsetAfter('5-0')).map(({ after }) => after?.job.state);
    expect(states).toEqual(['success', 'success']);
  });

  it('has no record before a change while the snapshot may be ahead of the log', async () => {
    const view = new View();
    await view.load(snapshotOf([stored({ nativeId: '2' }, '1-0')]), '5-0', tail([], '8-0'));
    view.apply([put({ nativeId: '1' }, '6-0'), remove('east~1', '7-0'), put({ nativeId: '2' }, '8-0')]);
    view.apply([put({ nativeId: '2', state: 'success' }, '9-0'), put({ nativeId: '3' }, '9-1')]);
    const before = from(view.history, view.history.offsetAfter('5-0')).map((change) => change.before);
    expect(before).toMatchObject([
      'unknown',
      'unknown',
      'unknown',
      { id: 'east~2', job: { state: 'running' } },
      undefined,
    ]);
  });
});
