import { setImmediate as turn } from 'node:timers/promises';

import { ClientLeftError, type Filter, type HasLeft, type Job, LoopShare } from '@gateway/core';
import { idsOf, put } from '@gateway/testing/jobs';

import { View } from '../index/view.js';
import { fieldAt, queryFor } from '../testing/sample-query.js';

const JOBS = 100_000;
const ROW_MS = 0.01;
const TURN_MS = 5;

let now = 0;
/** Rows that queries have read, by the name of their filter. */
const rows = new Map<string, number>();
const allRows = (): number => [...rows.values()].reduce((sum, count) => sum + count, 0);
const view = new View(new LoopShare({ now: () => now }));

beforeAll(() => {
  for (let from = 0; from < JOBS; from += 1_000) {
    view.apply(Array.from({ length: 1_000 }, (_, at) => put({ nativeId: `${from + at}` }, `1-${from + at + 1}`)));
  }
});
beforeEach(() => rows.clear());

/** A filter that no row meets. Each row that it reads takes some time of the clock; nothing else does. */
function slowFilter(name: string): Filter {
  const read = ({ description }: Job): string | undefined => {
    rows.set(name, (rows.get(name) ?? 0) + 1);
    now += ROW_MS;
    return description;
  };
  return { field: { path: name, type: 'text', read }, negated: false, any: [{ is: 'absent' }] };
}

const byCode = [{ field: fieldAt('code'), descending: false }];
const list = (name: string, hasLeft: HasLeft) => view.query(queryFor({ filters: [slowFilter(name)] }), hasLeft);
/** Ways to query, by name. Equal names are equal queries. */
const QUERIES = {
  list,
  order: (name: string, hasLeft: HasLeft) =>
    view.query(queryFor({ filters: [slowFilter(name)], orderBy: byCode }), hasLeft),
  count: (name: string, hasLeft: HasLeft) =>
    view.query(queryFor({ filters: [slowFilter(name)], maxRecords: 0 }), hasLeft),
  summary: (name: string, hasLeft: HasLeft) =>
    view.summary({ filters: [slowFilter(name)], key: name, groupBy: [fieldAt('state')] }, hasLeft),
};

describe('queries that are called in one turn of the event loop', () => {
  it('have read rows for 5 ms together before it turns, and in every turn after that', async () => {
    let isAbandoned = false;
    const results = Array.from({ length: 300 }, (_, at) => list(`${at}`, () => isAbandoned));
    const settled = Promise.allSettled(results);
    expect(allRows() * ROW_MS).toBeGreaterThan(TURN_MS / 2);
    expect(allRows() * ROW_MS).toBeLessThan(TURN_MS * 1.5);
    for (let turns = 0; turns < 100; turns += 1) {
      const before = allRows();
      await turn();
      expect((allRows() - before) * ROW_MS).toBeLessThan(TURN_MS * 1.5);
    }
    isAbandoned = true;
    expect((await settled).filter(({ status }) => status === 'rejected')).toHaveLength(300);
  });

  it('do not delay a page that an index answers', async () => {
    let isAbandoned = false;
    const slow = Promise.allSettled(Array.from({ length: 300 }, (_, at) => list(`${at}`, () => isAbandoned)));
    let isAnswered = false;
    const page = view.query(queryFor({ maxRecords: 50 })).then((answer) => {
      isAnswered = true;
      return answer;
    });
    for (let turns = 0; !isAnswered; turns += 1) {
      expect(turns).toBeLessThan(3);
      await turn();
    }
    expect(idsOf((await page).records)).toHaveLength(50);
    isAbandoned = true;
    await slow;
  });
});

describe.each(Object.keys(QUERIES) as (keyof typeof QUERIES)[])('a query whose client leaves (%s)', (kind) => {
  const query = QUERIES[kind];
  const turns = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at += 1) await turn();
  };

  it('reads no further rows', async () => {
    let isAbandoned = false;
    const rejected = expect(query('left', () => isAbandoned)).rejects.toThrow(ClientLeftError);
    await turns(3);
    const read = allRows();
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(JOBS / 2);
    isAbandoned = true;
    await rejected;
    await turns(5);
    expect(allRows()).toBe(read);
  });

  it('continues while another client waits for the same, and runs again for the next one', async () => {
    const left = [false, false];
    const results = left.map((_, at) => query('shared', () => left[at] === true));
    const rejected = results.map((result) => expect(result).rejects.toThrow(ClientLeftError));
    await turns(3);
    left[0] = true;
    const read = allRows();
    await turns(3);
    expect(allRows()).toBeGreaterThan(read);
    left[1] = true;
    await Promise.all(rejected);
    rows.clear();
    expect((await query('shared', () => false))?.total).toBe(0);
    expect(allRows()).toBeGreaterThanOrEqual(JOBS);
  });
});
