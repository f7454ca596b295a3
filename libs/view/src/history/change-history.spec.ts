import { type Change } from '@gateway/core';
import fc from 'fast-check';
import { ChangeHistory, type JobChange } from './change-history.js';
import { hurriedClock } from '../testing/hurried-clock.js';
import { put, remove, sampleJob, snapshotOf, stored } from '@gateway/testing/jobs';
import { View } from '../view.js';

const PLENTY = { changes: 1_000, characters: 1_000_000 };

function change(revision: string, text = ''): JobChange {
  const job = sampleJob({ nativeId: '1' });
  return { revision, id: job.id, before: undefined, after: { job, text, revision } };
}

/** What is read from a place on. */
function from(history: ChangeHistory, place: number | undefined): JobChange[] {
  const read: JobChange[] = [];
  for (let at = place ?? Infinity, next; (next = history.at(at)); at += 1) read.push(next);
  return read;
}

const revisionsFrom = (history: ChangeHistory, place: number | undefined) =>
  from(history, place).map(({ revision }) => revision);

const tail = (recent: readonly Change[], latest: string) => ({ recent, latest: async () => latest });

describe('the history', () => {
  it('knows the place after each revision it holds, and after the one it begins after', () => {
    const history = new ChangeHistory(PLENTY);
    history.append([change('1-0'), change('1-1')]);
    history.append([change('2-0')]);
    expect(revisionsFrom(history, history.offsetAfter('0-0'))).toEqual(['1-0', '1-1', '2-0']);
    expect(revisionsFrom(history, history.offsetAfter('1-0'))).toEqual(['1-1', '2-0']);
    expect(history.offsetAfter('2-0')).toBe(history.end);
    expect(['1-2', '1-5', '3-0'].map((revision) => history.offsetAfter(revision))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('lets the oldest go for the newest, and tells who stands before', () => {
    const history = new ChangeHistory({ changes: 3, characters: 1_000 });
    const place = history.end;
    history.append(['1-0', '2-0', '3-0', '4-0', '5-0'].map((revision) => change(revision)));
    expect(history.at(place)).toBeUndefined();
    expect(history.start).toBe(place + 2);
    expect(history.offsetAfter('1-0')).toBeUndefined();
    expect(revisionsFrom(history, history.offsetAfter('2-0'))).toEqual(['3-0', '4-0', '5-0']);
    expect(history.revisionBefore(history.start)).toBe('2-0');
  });

  it('holds no more text than it may', () => {
    const history = new ChangeHistory({ changes: 100, characters: 25 });
    history.append([change('1-0', 'x'.repeat(10)), change('2-0', 'x'.repeat(10)), change('3-0', 'x'.repeat(10))]);
    expect(revisionsFrom(history, history.start)).toEqual(['2-0', '3-0']);
    history.append([change('4-0', 'x'.repeat(26))]);
    expect([history.start, history.offsetAfter('4-0')]).toEqual([history.end, history.end]);
  });

  it('never uses a place again when it begins anew', () => {
    const history = new ChangeHistory(PLENTY);
    history.append([change('1-0'), change('2-0')]);
    const places = [history.start, history.end];
    history.restart('7-0', [change('8-0')]);
    expect(places.map((place) => history.at(place))).toEqual([undefined, undefined]);
    expect(revisionsFrom(history, history.offsetAfter('7-0'))).toEqual(['8-0']);
    expect(history.offsetAfter('1-0')).toBeUndefined();
  });

  it('calls listeners until they leave', () => {
    const history = new ChangeHistory(PLENTY);
    let calls = 0;
    const leave = history.subscribe(() => (calls += 1));
    history.announce();
    leave();
    history.announce();
    expect([calls, history.listeners]).toEqual([1, 0]);
  });

  it('is a plain list whose beginning is cut off, whatever its size', () => {
    const appends = fc.array(fc.array(fc.nat(30), { maxLength: 8 }), { maxLength: 30 });
    fc.assert(
      fc.property(appends, fc.integer({ min: 1, max: 9 }), fc.nat(100), (batches, changes, characters) => {
        const history = new ChangeHistory({ changes, characters });
        const plain: JobChange[] = [];
        for (const batch of batches) {
          const added = batch.map((length, at) => change(`1-${plain.length + at + 1}`, 'x'.repeat(length)));
          history.append(added);
          plain.push(...added);
          const held = from(history, history.start);
          expect(held).toEqual(plain.slice(plain.length - held.length));
          expect(held.length).toBeLessThanOrEqual(changes);
          expect(held.reduce((sum, { after }) => sum + (after?.text.length ?? 0), 0)).toBeLessThanOrEqual(characters);
        }
        plain.forEach(({ revision }, index) => {
          const place = history.offsetAfter(revision);
          expect(place === undefined ? undefined : from(history, place)).toEqual(
            place === undefined ? undefined : plain.slice(index + 1),
          );
        });
      }),
    );
  });
});

describe('the history of a view', () => {
  it('has every change with what the job was before and is after', () => {
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
      { revision: '2-0', before: running, after: { job: success, revision: '2-0' } },
      { revision: '3-0', before: success, after: undefined },
      { revision: '4-0', id: 'east~9', before: undefined, after: undefined },
    ]);
  });

  it('leaves a job as it was where a change cannot be read', () => {
    const view = new View();
    view.apply([put({ nativeId: '1' }, '1-0'), { type: 'put', id: 'east~1', revision: '2-0', text: '{' }]);
    const job = sampleJob({ nativeId: '1' });
    expect(from(view.history, view.history.offsetAfter('1-0'))).toMatchObject([{ before: job, after: { job } }]);
  });

  it('tells its listeners once per batch, when the view shows it', () => {
    const view = new View();
    const seen: string[] = [];
    view.history.subscribe(() => seen.push(`${view.revision()} ${view.size()}`));
    view.apply([put({ nativeId: '1' }, '1-0'), put({ nativeId: '2' }, '2-0')]);
    expect(seen).toEqual(['2-0 2']);
  });

  it('begins with what the log has kept, up to the revision of the snapshot', async () => {
    const view = new View(hurriedClock());
    const now = stored({ nativeId: '1', state: 'success' }, '3-0');
    const kept = [
      put({ nativeId: '2' }, '1-0'),
      put({ nativeId: '1', state: 'running' }, '2-0'),
      put({ nativeId: '1', state: 'success' }, '3-0'),
      remove('east~2', '4-0'),
      put({ nativeId: '3' }, '5-0'),
    ];
    await view.load(snapshotOf([now, stored({ nativeId: '3' }, '5-0')]), '4-0', tail(kept, '5-0'));
    const held = from(view.history, view.history.offsetAfter('1-0'));
    expect(held).toMatchObject([
      { revision: '2-0', id: 'east~1', before: 'unknown', after: { job: { state: 'running' } } },
      { revision: '3-0', id: 'east~1', before: { state: 'running' } },
      { revision: '4-0', id: 'east~2', before: { id: 'east~2' }, after: undefined },
    ]);
    expect(held[1]?.after).toBe(view.get('east~1'));
    expect(view.history.offsetAfter('4-0')).toBe(view.history.end);
    view.apply(kept.slice(4));
    expect(from(view.history, view.history.offsetAfter('4-0'))).toMatchObject([
      { id: 'east~3', before: 'unknown', after: view.get('east~3') },
    ]);
  });

  it('keeps what a job was before a kept change that cannot be read', async () => {
    const view = new View();
    const broken = (revision: string) => ({ type: 'put', id: 'east~1', revision, text: '{' }) as const;
    const kept = [put({ nativeId: '1' }, '1-0'), broken('2-0'), broken('3-0')];
    await view.load(snapshotOf([stored({ nativeId: '1' }, '1-0')]), '3-0', tail(kept, '3-0'));
    const job = sampleJob({ nativeId: '1' });
    expect(from(view.history, view.history.offsetAfter('1-0'))).toMatchObject([
      { before: job, after: { job } },
      { before: job, after: { job } },
    ]);
  });

  it.each([
    ['nothing is kept', []],
    ['what is kept ends before the snapshot', [put({ nativeId: '1' }, '1-0')]],
    ['what is kept begins after the snapshot', [put({ nativeId: '1' }, '6-0')]],
  ])('begins at the snapshot when %s', async (_case, kept) => {
    const view = new View();
    view.apply([put({ nativeId: 'old' }, '1-0')]);
    await view.load(snapshotOf([stored({ nativeId: '1' }, '1-0')]), '5-0', tail(kept, '6-0'));
    expect([view.history.start, view.history.offsetAfter('5-0')]).toEqual([view.history.end, view.history.end]);
    expect(view.history.offsetAfter('1-0')).toBeUndefined();
  });

  it('never shows an earlier record than the snapshot has', async () => {
    const view = new View();
    await view.load(snapshotOf([stored({ nativeId: '1', state: 'success' }, '7-0')]), '5-0', tail([], '7-0'));
    view.apply([put({ nativeId: '1', state: 'running' }, '6-0'), put({ nativeId: '1', state: 'success' }, '7-0')]);
    const states = from(view.history, view.history.offsetAfter('5-0')).map(({ after }) => after?.job.state);
    expect(states).toEqual(['success', 'success']);
  });

  it('does not claim to know what a job was while the snapshot may be ahead of the log', async () => {
    const view = new View();
    await view.load(snapshotOf([stored({ nativeId: '2' }, '1-0')]), '5-0', tail([], '8-0'));
    view.apply([put({ nativeId: '1' }, '6-0'), remove('east~1', '7-0'), put({ nativeId: '2' }, '8-0')]);
    view.apply([put({ nativeId: '2', state: 'success' }, '9-0'), put({ nativeId: '3' }, '9-1')]);
    const before = from(view.history, view.history.offsetAfter('5-0')).map((change) => change.before);
    expect(before).toMatchObject(['unknown', 'unknown', 'unknown', { id: 'east~2', state: 'running' }, undefined]);
  });
});

describe('listening for one job', () => {
  it('is told of each change of that job when the view shows it, of a load, and of nothing after leaving', async () => {
    const view = new View();
    const states: unknown[] = [];
    const leave = view.subscribe('east~1', () => states.push(view.get('east~1')?.job.state));
    view.apply([put({ nativeId: '1' }, '1-0'), put({ nativeId: '2' }, '1-1')]);
    view.apply([put({ nativeId: '2', state: 'success' }, '2-0')]);
    view.apply([put({ nativeId: '1', state: 'success' }, '3-0')]);
    await view.load(snapshotOf(), '4-0');
    expect(states).toEqual(['running', 'success', undefined]);
    leave();
    view.apply([put({ nativeId: '1' }, '5-0')]);
    expect(states).toHaveLength(3);
  });

  it('lets listeners leave while they are called', () => {
    const view = new View();
    let calls = 0;
    for (let at = 0; at < 5; at += 1) {
      const leave = view.subscribe('east~1', () => {
        calls += 1;
        leave();
      });
    }
    view.apply([put({ nativeId: '1' }, '1-0')]);
    view.apply([put({ nativeId: '1' }, '2-0')]);
    expect(calls).toBe(5);
  });
});
