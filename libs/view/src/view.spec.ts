import { type StoredJob } from '@gateway/core';
import { projection } from './query/projection.js';
import { hurriedClock } from './testing/hurried-clock.js';
import { idsOf, put, remove, sampleJob, snapshotOf, stored } from '@gateway/testing/jobs';
import { equalTo, fieldAt, filterOn, queryFor } from './testing/sample-query.js';
import { View } from './view.js';

const all = queryFor();
const T0 = Date.UTC(2026, 0, 1);

function viewOf(...samples: Parameters<typeof put>[0][]): View {
  const view = new View();
  view.apply(samples.map((sample, at) => put(sample, `1-${at + 1}`)));
  return view;
}

describe('applying the log', () => {
  it('begins empty, before every change', async () => {
    const view = new View();
    expect([view.revision(), view.size(), view.get('east~1')]).toEqual(['0-0', 0, undefined]);
    expect(await view.query(all)).toEqual({ records: [], total: 0 });
    expect([...view.oldestFirst(), ...view.present('east'), ...view.byNativeId('1')]).toEqual([]);
    expect(view.counts('east')).toEqual({});
  });

  it('holds each job parsed, as its very text, and with its revision', () => {
    const view = new View();
    const text = `  ${JSON.stringify(sampleJob({ nativeId: '1' }))}`;
    view.apply([{ type: 'put', id: 'east~1', revision: '5-0', text }]);
    expect(view.get('east~1')).toMatchObject({ job: sampleJob({ nativeId: '1' }), text, revision: '5-0' });
    expect(view.revision()).toBe('5-0');
  });

  it('replaces entries and never alters them', () => {
    const view = viewOf({ nativeId: '1', state: 'running' });
    const before = view.get('east~1');
    view.apply([put({ nativeId: '1', state: 'success' }, '2-0')]);
    expect(before?.job.state).toBe('running');
    expect(view.get('east~1')?.job.state).toBe('success');
  });

  it('is not harmed by a replay', async () => {
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

  it('takes the removal of a job it does not hold as a step of the log', () => {
    const view = viewOf({ nativeId: '1' });
    view.apply([remove('east~9', '2-0')]);
    expect([view.revision(), view.size()]).toEqual(['2-0', 1]);
  });

  it('passes over a text that is not JSON, and names its job', async () => {
    const view = new View();
    const broken = { type: 'put', id: 'east~2', revision: '2-0', text: '{"id":' } as const;
    expect(view.apply([put({ nativeId: '1' }, '1-0'), broken, put({ nativeId: '3' }, '3-0')])).toEqual(['east~2']);
    expect([view.revision(), view.size()]).toEqual(['3-0', 2]);
    expect(await view.load(snapshotOf([stored({ nativeId: '1' }, '1-0'), broken]), '4-0')).toEqual(['east~2']);
    expect([view.revision(), view.size()]).toEqual(['4-0', 1]);
  });

  it('knows until when ended jobs were let go', async () => {
    const at = (seconds: number): string => new Date(T0 + seconds * 1_000).toISOString();
    const job = (nativeId: string, seconds: number, state: 'success' | 'running' = 'success') =>
      sampleJob({ nativeId, state, more: { updated_time: at(seconds) } });
    const text = (...given: Parameters<typeof job>): string => JSON.stringify(job(...given));
    const view = new View();
    const snapshot = snapshotOf([
      { id: 'east~1', revision: '1-1', text: text('1', 5) },
      { id: 'east~2', revision: '1-2', text: text('2', 9) },
      { id: 'east~3', revision: '1-3', text: text('3', 1, 'running') },
    ]);
    expect(view.retentionCutoff()).toBe(0);
    await view.load(snapshot, '1-3');
    expect(view.retentionCutoff()).toBe(T0 + 5_000);
    view.apply([remove('east~3', '2-0'), remove('east~2', '3-0'), remove('east~1', '4-0')]);
    expect(view.retentionCutoff()).toBe(T0 + 9_000);
  });

  it('knows the jobs of a source that are under way', () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2', state: 'success' }, { nativeId: '3', gone: true });
    const active = () => [...view.active('east')].map(({ job }) => job.native_id);
    expect(active()).toEqual(['1']);
    view.apply([put({ nativeId: '1', state: 'failure' }, '9-0'), put({ nativeId: '3' }, '9-1')]);
    expect(active()).toEqual(['3']);
    view.apply([remove('east~3', '9-2')]);
    expect(active()).toEqual([]);
  });

  it('moves a job whose place in the order changes', async () => {
    const view = viewOf({ nativeId: '1', createdMs: 10 }, { nativeId: '2', createdMs: 20 });
    view.apply([put({ nativeId: '1', createdMs: 30, state: 'success' }, '2-0')]);
    expect(idsOf((await view.query(all)).records)).toEqual(['east~1', 'east~2']);
    expect(view.counts('east')).toEqual({ running: 1, success: 1 });
  });
});

describe('loading the snapshot', () => {
  it('holds exactly the snapshot, at the revision given', async () => {
    const view = viewOf({ nativeId: 'old' });
    await view.load(snapshotOf([stored({ nativeId: '1' }, '1-0')], [stored({ nativeId: '2' }, '7-0')]), '5-0');
    expect(view.revision()).toBe('5-0');
    expect(idsOf((await view.query(all)).records)).toEqual(['east~1', 'east~2']);
  });

  it('ignores the changes that a job of the snapshot has outrun', async () => {
    const view = new View();
    await view.load(snapshotOf([stored({ nativeId: '1', state: 'success' }, '7-0')]), '5-0');
    view.apply([put({ nativeId: '1', state: 'running' }, '6-0'), remove('east~1', '6-1')]);
    expect(view.get('east~1')?.job.state).toBe('success');
    view.apply([put({ nativeId: '1', state: 'failure' }, '8-0')]);
    expect(view.get('east~1')?.job.state).toBe('failure');
  });

  it('counts a job that the snapshot gives twice in its later revision', async () => {
    const view = new View();
    const later = stored({ nativeId: '1', state: 'success' }, '9-0');
    await view.load(snapshotOf([later], [stored({ nativeId: '1', state: 'running' }, '8-0')]), '5-0');
    expect([view.size(), view.get('east~1')?.job.state]).toEqual([1, 'success']);
  });

  it('goes back where the store itself has lost its later part', async () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2' });
    await view.load(snapshotOf(), '0-0');
    expect([view.revision(), view.size()]).toEqual(['0-0', 0]);
    expect(await view.query(all)).toEqual({ records: [], total: 0 });
  });

  it('serves what was held before until the whole snapshot is in, and lets the loop turn meanwhile', async () => {
    const view = new View(hurriedClock());
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

  it('changes nothing when the snapshot breaks off', async () => {
    const view = viewOf({ nativeId: '1' });
    async function* broken(): AsyncGenerator<readonly StoredJob[]> {
      yield [stored({ nativeId: '2' }, '2-0')];
      throw new Error('connection lost');
    }
    await expect(view.load(broken(), '3-0')).rejects.toThrow('connection lost');
    expect([view.revision(), view.size(), view.get('east~2')]).toEqual(['1-1', 1, undefined]);
  });

  it('does not parse again what it already holds', async () => {
    const view = viewOf({ nativeId: '1' });
    const held = view.get('east~1');
    await view.load(snapshotOf([stored({ nativeId: '1' }, '1-1')]), '1-1');
    expect(view.get('east~1')).toBe(held);
  });
});

describe('waiting for a revision', () => {
  it('is over at once when it is already applied', async () => {
    const view = viewOf({ nativeId: '1' });
    await view.reached('1-1');
    await view.reached('0-0');
  });

  it('is over when that revision or a later one is applied, not before', async () => {
    const view = new View();
    const order: string[] = [];
    const waits = ['2-0', '3-5'].map((revision) => view.reached(revision).then(() => order.push(revision)));
    view.apply([put({ nativeId: '1' }, '1-0')]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual([]);
    view.apply([put({ nativeId: '1' }, '3-0')]);
    await waits[0];
    expect(order).toEqual(['2-0']);
    await view.load(snapshotOf(), '4-0');
    await Promise.all(waits);
    expect(order).toEqual(['2-0', '3-5']);
  });

  it('shows the change to whoever waited for it', async () => {
    const view = new View();
    const seen = view.reached('1-0').then(() => view.get('east~1'));
    view.apply([put({ nativeId: '1' }, '1-0')]);
    expect(await seen).toBeDefined();
  });

  it("ends with the signal's reason at its abort, also when that was before", async () => {
    const view = new View();
    const control = new AbortController();
    const wait = view.reached('1-0', control.signal);
    control.abort(new Error('client left'));
    await expect(wait).rejects.toThrow('client left');
    await expect(view.reached('1-0', control.signal)).rejects.toThrow('client left');
    view.apply([put({ nativeId: '1' }, '1-0')]);
  });

  it('leaves no listener on the signal, however it ends, and is then forgotten', async () => {
    const view = new View();
    const control = new AbortController();
    const { signal } = control;
    const listeners = new Set<unknown>();
    let removals = 0;
    const add = signal.addEventListener.bind(signal) as (...parts: unknown[]) => void;
    const drop = signal.removeEventListener.bind(signal) as (...parts: unknown[]) => void;
    signal.addEventListener = (...parts: unknown[]) => {
      listeners.add(parts[1]);
      add(...parts);
    };
    signal.removeEventListener = (...parts: unknown[]) => {
      removals += 1;
      listeners.delete(parts[1]);
      drop(...parts);
    };
    const [first, second] = [view.reached('1-0', signal), view.reached('2-0', signal)];
    expect(listeners.size).toBe(2);
    view.apply([put({ nativeId: '1' }, '1-0')]);
    await first;
    expect(listeners.size).toBe(1);
    control.abort();
    await expect(second).rejects.toThrow();
    expect(listeners.size).toBe(0);
    view.apply([put({ nativeId: '1' }, '3-0')]);
    expect(removals).toBe(2);
  });

  it('refuses what is no revision', async () => {
    await expect(new View().reached('yesterday')).rejects.toThrow(RangeError);
  });
});

describe('looking jobs up', () => {
  it('finds a native id on every source that has it', () => {
    const view = viewOf({ source: 'east', nativeId: 'a' }, { source: 'west', nativeId: 'a' }, { nativeId: 'b' });
    expect(view.byNativeId('a').map(({ job }) => job.id)).toEqual(['east~a', 'west~a']);
    view.apply([remove('west~a', '2-0')]);
    expect(view.byNativeId('a').map(({ job }) => job.id)).toEqual(['east~a']);
  });

  it('knows which jobs a backend still has', () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2' }, { source: 'west', nativeId: '3' });
    const present = () => [...view.present('east')].map(({ job }) => job.id);
    expect(present()).toEqual(['east~1', 'east~2']);
    view.apply([put({ nativeId: '1', gone: true }, '2-0'), put({ nativeId: '2', state: 'success' }, '2-1')]);
    expect(present()).toEqual(['east~2']);
    view.apply([put({ nativeId: '1' }, '3-0'), remove('east~2', '3-1')]);
    expect(present()).toEqual(['east~1']);
  });

  it('walks from the oldest on, over the jobs of the moment it was asked', () => {
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

describe('answering a query', () => {
  it('serves the texts as they are held, newest first, ties by id', async () => {
    const view = viewOf({ nativeId: 'b' }, { nativeId: 'a' }, { nativeId: 'c', createdMs: 5 });
    const { records } = await view.query(all);
    expect(records).toEqual(['east~c', 'east~a', 'east~b'].map((id) => view.get(id)?.text));
  });

  it('serves what is to be presented instead', async () => {
    const view = viewOf({ nativeId: '1', svm: 'svm1' });
    const present = projection({ only: ['svm.name'], without: [] });
    const { records } = await view.query(queryFor({ present }));
    expect(records).toEqual(['{"id":"east~1","svm":{"name":"svm1"}}']);
  });

  it('gives a next position only where more matches follow', async () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2' }, { nativeId: '3', state: 'success' });
    const running = { filters: [equalTo('state', 'running')], maxRecords: 1 };
    const page = await view.query(queryFor(running));
    expect([idsOf(page.records), page.total, page.next]).toEqual([['east~1'], 2, { values: [T0], id: 'east~1' }]);
    const last = await view.query(queryFor({ ...running, after: page.next! }));
    expect([idsOf(last.records), last.total, last.next]).toEqual([['east~2'], 2, undefined]);
  });

  it('goes on after a job that has left meanwhile', async () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2' }, { nativeId: '3' });
    const { next } = await view.query(queryFor({ maxRecords: 2 }));
    view.apply([remove('east~2', '2-0')]);
    expect(idsOf((await view.query(queryFor({ after: next! }))).records)).toEqual(['east~3']);
  });

  it('counts a value that is listed twice once', async () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2', state: 'success' });
    const page = await view.query(queryFor({ filters: [equalTo('state', 'running', 'running')] }));
    expect([idsOf(page.records), page.total]).toEqual([['east~1'], 1]);
  });

  it('builds the same page at the same revision once, and another at the next', async () => {
    const view = viewOf({ nativeId: '1' });
    const [first, second] = [await view.query(all), await view.query({ ...all })];
    expect(second).toBe(first);
    view.apply([remove('east~1', '2-0')]);
    expect((await view.query(all)).total).toBe(0);
    await view.load(snapshotOf([stored({ nativeId: '3' }, '1-0')]), '2-0');
    expect((await view.query(all)).total).toBe(1);
  });

  it('belongs to one revision, whatever is applied while it is being answered', async () => {
    const view = new View(hurriedClock());
    const jobs = Array.from({ length: 20 }, (_, at) => ({ nativeId: `${at + 10}`, svm: 'svm1' }));
    view.apply(jobs.map((job, at) => put(job, `1-${at + 1}`)));
    const answer = view.query(queryFor({ filters: [equalTo('svm.name', 'svm1')], maxRecords: 5 }));
    let answered = false;
    const done = answer.then(() => (answered = true));
    let applied = 0;
    for (; !answered; applied += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      const id = `${(applied % 20) + 10}`;
      view.apply([applied < 20 ? remove(`east~${id}`, `2-${applied}`) : put({ nativeId: id }, `2-${applied}`)]);
    }
    await done;
    const page = await answer;
    expect(applied).toBeGreaterThan(5);
    expect([idsOf(page.records), page.total]).toEqual([['east~10', 'east~11', 'east~12', 'east~13', 'east~14'], 20]);
  });
});

describe('an order of its own', () => {
  const view = viewOf(
    { nativeId: '1', more: { code: 5 } },
    { nativeId: '2' },
    { nativeId: '3', more: { code: 5 } },
    { nativeId: '4', more: { code: -1 } },
  );
  const codes = (descending: boolean) => queryFor({ orderBy: [{ field: fieldAt('code'), descending }] });

  it('puts ties by id and absent values last, up and down', async () => {
    expect(idsOf((await view.query(codes(false))).records)).toEqual(['east~4', 'east~1', 'east~3', 'east~2']);
    expect(idsOf((await view.query(codes(true))).records)).toEqual(['east~1', 'east~3', 'east~4', 'east~2']);
  });

  it('gives a position that says where in it the page ended', async () => {
    const { next } = await view.query({ ...codes(true), key: 'page', maxRecords: 3 });
    expect(next).toEqual({ values: [-1], id: 'east~4' });
    const last = await view.query({ ...codes(true), key: 'last', after: next! });
    expect([idsOf(last.records), last.total, last.next]).toEqual([['east~2'], 4, undefined]);
  });

  it('compares texts by their first 320 characters, so that positions stay short', async () => {
    const same = 'x'.repeat(320);
    const texts = viewOf(
      { nativeId: '1', more: { message: `${same}b` } },
      { nativeId: '2', more: { message: `${same}a` } },
      { nativeId: '3', more: { message: 'w' } },
    );
    const orderBy = [{ field: fieldAt('message'), descending: false }];
    const page = await texts.query(queryFor({ orderBy, maxRecords: 2 }));
    expect([idsOf(page.records), page.next]).toEqual([['east~3', 'east~1'], { values: [same], id: 'east~1' }]);
  });
});

describe('counting', () => {
  const view = viewOf(
    { nativeId: '1', svm: 'svm1' },
    { nativeId: '2', state: 'success' },
    { source: 'west', nativeId: '3' },
  );

  it('takes no page', async () => {
    expect(await view.query(queryFor({ maxRecords: 0 }))).toEqual({ records: [], total: 3 });
    const filters = [equalTo('svm.name', 'svm1')];
    expect(await view.query(queryFor({ filters, maxRecords: 0 }))).toEqual({ records: [], total: 1 });
  });

  it('goes by groups, in the order of their values, absent ones last', async () => {
    const byState = await view.summary({ filters: [], key: 'state', groupBy: [fieldAt('state')] });
    expect(byState).toEqual({
      groups: [
        { values: ['running'], count: 2 },
        { values: ['success'], count: 1 },
      ],
      total: 3,
    });
    const groupBy = [fieldAt('svm.name'), fieldAt('source.name')];
    expect(await view.summary({ filters: [], key: 'svm', groupBy })).toEqual({
      groups: [
        { values: ['svm1', 'east'], count: 1 },
        { values: [undefined, 'east'], count: 1 },
        { values: [undefined, 'west'], count: 1 },
      ],
      total: 3,
    });
  });

  it('of groups that are too many is not done', async () => {
    const many = new View();
    const jobs = Array.from({ length: 10_001 }, (_, at) => put({ nativeId: `${at}` }, `1-${at + 1}`));
    many.apply(jobs.slice(1));
    const byId = { filters: [], groupBy: [fieldAt('id')], key: 'id' };
    expect((await many.summary(byId))?.groups.length).toBe(10_000);
    many.apply([put({ nativeId: '0' }, '2-0')]);
    expect(await many.summary(byId)).toBeUndefined();
  });

  it('is done once for a revision', async () => {
    const changing = viewOf({ nativeId: '1' });
    const query = { filters: [], key: 'k', groupBy: [fieldAt('state')] };
    expect(changing.summary(query)).toBe(changing.summary({ ...query }));
    changing.apply([remove('east~1', '2-0')]);
    expect(await changing.summary(query)).toEqual({ groups: [], total: 0 });
  });
});

describe('a filter on an indexed field', () => {
  /** Counts how often a field other than the indexed ones is read: once for each job that is looked at. */
  function counting() {
    const field = fieldAt('svm.name');
    const seen = { jobs: 0 };
    const read: typeof field.read = (job) => {
      seen.jobs += 1;
      return field.read(job);
    };
    return { seen, filter: { field: { ...field, read }, negated: false, any: [{ is: 'absent' }] } as const };
  }
  const view = viewOf(
    ...Array.from({ length: 50 }, (_, at) => ({ nativeId: `${at}`, state: 'success' as const })),
    { nativeId: 'a', state: 'failure' },
    { nativeId: 'b', state: 'partial_failure', source: 'west' },
  );

  it.each([
    ['a value', equalTo('state', 'failure', 'partial_failure')],
    ['a wildcard', filterOn('state', { is: 'like', parts: ['', 'failure'] })],
    ['a negation', { ...equalTo('state', 'success'), negated: true }],
  ])('leaves the jobs of other values alone: %s', async (_case, onState) => {
    const { filter, seen } = counting();
    expect((await view.query(queryFor({ filters: [filter, onState] }))).total).toBe(2);
    expect(seen.jobs).toBe(2);
  });

  it('that no value meets looks at no job at all', async () => {
    const { filter, seen } = counting();
    const filters = [filter, filterOn('source.name', { is: 'absent' })];
    expect(await view.query(queryFor({ filters }))).toEqual({ records: [], total: 0 });
    expect(seen.jobs).toBe(0);
  });
});
