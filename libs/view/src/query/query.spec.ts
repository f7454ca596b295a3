import { LoopShare } from '@gateway/core';
import { idsOf, put, remove, snapshotOf, stored } from '@gateway/testing/jobs';

import { View } from '../index/view.js';
import { fastShare } from '../testing/fast-share.js';
import { equalTo, fieldAt, filterOn, queryFor } from '../testing/sample-query.js';
import { viewOf } from '../testing/sample-view.js';
import { projection } from './projection.js';

const all = queryFor();
const T0 = Date.UTC(2026, 0, 1);

describe('a query', () => {
  it('returns the unchanged texts, newest first, then by id', async () => {
    const view = viewOf({ nativeId: 'b' }, { nativeId: 'a' }, { nativeId: 'c', createdMs: 5 });
    const { records } = await view.query(all);
    expect(records).toEqual(['east~c', 'east~a', 'east~b'].map((id) => view.get(id)?.text));
  });

  it('returns the texts of its `present` function', async () => {
    const view = viewOf({ nativeId: '1', svm: 'svm1' });
    const present = projection({ only: ['svm.name'], without: [] });
    const { records } = await view.query(queryFor({ present }));
    expect(records).toEqual(['{"id":"east~1","svm":{"name":"svm1"}}']);
  });

  it('returns a next position only if more matches follow', async () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2' }, { nativeId: '3', state: 'success' });
    const running = { filters: [equalTo('state', 'running')], maxRecords: 1 };
    const page = await view.query(queryFor(running));
    expect([idsOf(page.records), page.total, page.next]).toEqual([['east~1'], 2, { values: [T0], id: 'east~1' }]);
    const last = await view.query(queryFor({ ...running, after: page.next! }));
    expect([idsOf(last.records), last.total, last.next]).toEqual([['east~2'], 2, undefined]);
  });

  it('continues after a job that was removed meanwhile', async () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2' }, { nativeId: '3' });
    const { next } = await view.query(queryFor({ maxRecords: 2 }));
    view.apply([remove('east~2', '2-0')]);
    expect(idsOf((await view.query(queryFor({ after: next! }))).records)).toEqual(['east~3']);
  });

  it('ignores duplicate values of a filter', async () => {
    const view = viewOf({ nativeId: '1' }, { nativeId: '2', state: 'success' });
    const page = await view.query(queryFor({ filters: [equalTo('state', 'running', 'running')] }));
    expect([idsOf(page.records), page.total]).toEqual([['east~1'], 1]);
  });

  it('builds a page once per revision', async () => {
    const view = viewOf({ nativeId: '1' });
    const [first, second] = [await view.query(all), await view.query({ ...all })];
    expect(second).toBe(first);
    view.apply([remove('east~1', '2-0')]);
    expect((await view.query(all)).total).toBe(0);
    await view.load(snapshotOf([stored({ nativeId: '3' }, '1-0')]), '2-0');
    expect((await view.query(all)).total).toBe(1);
  });

  it('belongs to one revision, whatever is applied while it runs', async () => {
    const view = new View(fastShare());
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

describe('a query over several segments', () => {
  const JOBS = 9_000;
  const svmOf = (at: number): string => `svm${at % 1_000}`;
  const sampleAt = (at: number) => ({ nativeId: `${at}`, createdMs: at, svm: svmOf(at), more: { code: at % 7 } });
  const byCode = [{ field: fieldAt('code'), descending: true }];

  it.each([
    ['by a walk that becomes a scan', queryFor({ filters: [equalTo('svm.name', 'svm7')], maxRecords: 50 })],
    ['by another order', queryFor({ filters: [equalTo('svm.name', 'svm7')], orderBy: byCode, maxRecords: 50 })],
    ['from a position on', queryFor({ after: { values: [T0 + 4_000], id: 'east~4000' }, maxRecords: 3 })],
  ])('belongs to one revision while all records are replaced and segments are dropped: %s', async (_how, query) => {
    let time = 0;
    const view = new View(new LoopShare({ now: () => (time += 1) }));
    let sequence = 0;
    const apply = (changes: readonly number[], more: object) =>
      view.apply(changes.map((at) => put({ ...sampleAt(at), ...more }, `1-${(sequence += 1)}`)));
    apply([...Array(JOBS).keys()], {});
    const expected = await view.query({ ...query, key: 'before' });
    let answered = false;
    const answer = view.query({ ...query, key: 'meanwhile' });
    const done = answer.then(() => (answered = true));
    for (let round = 0; !answered; round += 1) {
      const from = (round * 30) % JOBS;
      apply(
        Array.from({ length: 30 }, (_, at) => from + at),
        { svm: 'other', createdMs: 20_000 + round },
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
    await done;
    expect(await answer).toEqual(expected);
    expect(expected.records.length).toBeGreaterThan(0);
  });

  it('finds rare matches far from the beginning, with the exact total', async () => {
    const view = new View();
    const rare = 25_000;
    view.apply(Array.from({ length: rare }, (_, at) => put(sampleAt(at), `1-${at + 1}`)));
    const page = await view.query(queryFor({ filters: [equalTo('native_id', '3', '1')], maxRecords: 1 }));
    expect([idsOf(page.records), page.total, page.next]).toEqual([['east~3'], 2, { values: [T0 + 3], id: 'east~3' }]);
    const filters = [equalTo('native_id', '3', '1')];
    const last = await view.query(queryFor({ filters, maxRecords: 1, after: page.next! }));
    expect([idsOf(last.records), last.total, last.next]).toEqual([['east~1'], 2, undefined]);
  });
});

describe('another sort order', () => {
  const view = viewOf(
    { nativeId: '1', more: { code: 5 } },
    { nativeId: '2' },
    { nativeId: '3', more: { code: 5 } },
    { nativeId: '4', more: { code: -1 } },
  );
  const codes = (descending: boolean) => queryFor({ orderBy: [{ field: fieldAt('code'), descending }] });

  it('sorts equal values by id and absent values last, ascending and descending', async () => {
    expect(idsOf((await view.query(codes(false))).records)).toEqual(['east~4', 'east~1', 'east~3', 'east~2']);
    expect(idsOf((await view.query(codes(true))).records)).toEqual(['east~1', 'east~3', 'east~4', 'east~2']);
  });

  it('returns the position of the last job of the page', async () => {
    const { next } = await view.query({ ...codes(true), key: 'page', maxRecords: 3 });
    expect(next).toEqual({ values: [-1], id: 'east~4' });
    const last = await view.query({ ...codes(true), key: 'last', after: next! });
    expect([idsOf(last.records), last.total, last.next]).toEqual([['east~2'], 4, undefined]);
  });

  it('compares the first 320 characters of texts, so that positions stay short', async () => {
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

  it('returns no page', async () => {
    expect(await view.query(queryFor({ maxRecords: 0 }))).toEqual({ records: [], total: 3 });
    const filters = [equalTo('svm.name', 'svm1')];
    expect(await view.query(queryFor({ filters, maxRecords: 0 }))).toEqual({ records: [], total: 1 });
  });

  it('by groups sorts them by their values, absent values last', async () => {
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

  it('by groups returns nothing if there are too many', async () => {
    const many = new View();
    const jobs = Array.from({ length: 10_001 }, (_, at) => put({ nativeId: `${at}` }, `1-${at + 1}`));
    many.apply(jobs.slice(1));
    const byId = { filters: [], groupBy: [fieldAt('id')], key: 'id' };
    expect((await many.summary(byId))?.groups.length).toBe(10_000);
    many.apply([put({ nativeId: '0' }, '2-0')]);
    expect(await many.summary(byId)).toBeUndefined();
  });

  it('by groups runs once per revision', async () => {
    const changing = viewOf({ nativeId: '1' });
    const query = { filters: [], key: 'k', groupBy: [fieldAt('state')] };
    expect(changing.summary(query)).toBe(changing.summary({ ...query }));
    changing.apply([remove('east~1', '2-0')]);
    expect(await changing.summary(query)).toEqual({ groups: [], total: 0 });
  });
});

describe('a filter on an indexed field', () => {
  /** Counts how often a field without index is read: once for each job that is examined. */
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
  ])('does not examine jobs with other values: %s', async (_case, onState) => {
    const { filter, seen } = counting();
    expect((await view.query(queryFor({ filters: [filter, onState] }))).total).toBe(2);
    expect(seen.jobs).toBe(2);
  });

  it('that no value meets examines no job', async () => {
    const { filter, seen } = counting();
    const filters = [filter, filterOn('source.name', { is: 'absent' })];
    expect(await view.query(queryFor({ filters }))).toEqual({ records: [], total: 0 });
    expect(seen.jobs).toBe(0);
  });
});
