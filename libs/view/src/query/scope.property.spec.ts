import { type Change, compareRevisions, DEFAULT_ORDER, type PagePosition, type SourceScope } from '@gateway/core';
import { idsOf, put, remove, type Sample, sampleJob, snapshotOf } from '@gateway/testing/jobs';
import fc from 'fast-check';

import { View } from '../index/view.js';
import { anyOrder, anyPath, anySample, anySelection, SOURCES } from '../testing/arbitrary-query.js';
import { fastShare } from '../testing/fast-share.js';
import { fieldAt, queryFor } from '../testing/sample-query.js';
import { recordMatches } from './row-test.js';

type Step = { readonly job: Sample } | { readonly gone: string };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: anySample.map((job) => ({ job })) },
  { weight: 1, arbitrary: anySample.map((job) => ({ gone: sampleJob(job).id })) },
);
const steps = fc.array(step, { maxLength: 60 });
/** Scopes with some of the sources, and one that has no jobs. */
const anyScope: fc.Arbitrary<SourceScope> = fc
  .subarray([...SOURCES, 'without-jobs'])
  .map((names) => ({ key: names.join(' '), sources: new Set(names) }));

function changeOf(each: Step, at: number): Change {
  return 'gone' in each ? remove(each.gone, `1-${at + 1}`) : put(each.job, `1-${at + 1}`);
}

/** The changes of the sources in a scope. */
function within({ sources }: SourceScope, log: readonly Change[]): readonly Change[] {
  return log.filter(({ id }) => sources.has(id.slice(0, id.indexOf('~'))));
}

function viewAfter(...logs: readonly (readonly Change[])[]): View {
  const view = new View(fastShare());
  for (const log of logs) view.apply(log);
  return view;
}

/** The pages of a query until its end: totals and ids. */
async function pagesOf(view: View, query: Parameters<typeof queryFor>[0]): Promise<unknown[]> {
  const pages: unknown[] = [];
  let after: PagePosition | undefined;
  do {
    const page = await view.query(queryFor({ ...query, ...(after && { after }) }));
    pages.push([page.total, idsOf(page.records), page.next]);
    after = page.next;
  } while (after);
  return pages;
}

describe('a view for a caller who may see some sources', () => {
  it('answers as one that has only these sources', async () => {
    const groups = fc.uniqueArray(fc.oneof(fc.constantFrom('state', 'source.name'), anyPath), {
      minLength: 1,
      maxLength: 3,
    });
    const requests = fc.array(
      fc.record({ scope: anyScope, selection: anySelection, orderBy: anyOrder, groups, maxRecords: fc.nat(6) }),
      { minLength: 8, maxLength: 8 },
    );
    let found = 0;
    await fc.assert(
      fc.asyncProperty(steps, steps, requests, async (first, second, all) => {
        const log = [...first, ...second].map(changeOf);
        const before = log.slice(0, first.length);
        const after = log.slice(first.length);
        const view = viewAfter(before, []);
        // The scopes are known before the second half of the changes.
        for (const { scope } of all) await view.query(queryFor({ scope, maxRecords: 1 }));
        view.apply(after);
        for (const { groups: paths, maxRecords, orderBy, scope, selection } of all) {
          const reference = viewAfter(within(scope, log));
          const scoped = { ...selection, scope };
          const pages = await pagesOf(view, { ...scoped, orderBy, maxRecords });
          expect(pages).toEqual(await pagesOf(reference, { ...selection, orderBy, maxRecords }));
          const [groupBy, key] = [paths.map(fieldAt), JSON.stringify([selection, paths])];
          const summary = await view.summary({ ...scoped, key, groupBy });
          expect(summary).toEqual(await reference.summary({ ...selection, key, groupBy }));
          const watched = [...view.oldestFirst()].filter((record) => recordMatches(record, scoped));
          const expected = [...reference.oldestFirst()].filter((record) => recordMatches(record, selection));
          expect(watched.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
          const bare = sampleJob({ nativeId: '7' }).native_id;
          const candidates = view.byNativeId(bare, scope).map(({ id }) => id);
          expect(candidates.sort()).toEqual(
            reference
              .byNativeId(bare)
              .map(({ id }) => id)
              .sort(),
          );
          found += Math.min(1, summary?.total ?? 0);
        }
      }),
      { numRuns: 100 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it('has the revision of its last change, also after a load, whatever other sources do', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, anyScope, fc.nat(20), async (before, later, scope, kept) => {
        const log = [...before, ...later].map(changeOf);
        const loaded = log.slice(0, before.length);
        const start = loaded.at(-1)?.revision ?? '0-0';
        const view = new View(fastShare());
        const tail = { recent: async () => loaded.slice(loaded.length - kept), latest: async () => start };
        const jobs = viewAfter(loaded).oldestFirst();
        await view.load(snapshotOf([...jobs].map(({ id, revision, text }) => ({ id, revision, text }))), start, tail);
        const known = view.revisionFor(scope);
        expect(compareRevisions(known, start)).toBeLessThanOrEqual(0);
        let expected = known;
        for (const change of log.slice(before.length)) {
          view.apply([change]);
          expected = within(scope, [change])[0]?.revision ?? expected;
          expect(view.revisionFor(scope)).toBe(expected);
          // A client continues from the list's revision without a gap, and without the log of other sources.
          const offset = view.offsetAfter(expected, scope);
          expect(offset).toBeGreaterThanOrEqual(view.history.startOffset);
        }
      }),
      { numRuns: 100 },
    );
  });
});

it('a reader of one scope cannot continue from a revision of changes that the store no longer has', () => {
  const view = viewAfter([put({ nativeId: '1' }, '1-0'), put({ nativeId: '2', source: 'west' }, '5-0')]);
  const scope = { key: 'east', sources: new Set(['east']) };
  expect(view.offsetAfter('1-0', scope)).toBeDefined();
  expect(view.offsetAfter('5-0', scope)).toBeDefined();
  expect(view.offsetAfter('3-0', scope)).toBeUndefined();
  expect(view.offsetAfter('9-0', scope)).toBeUndefined();
});

it('the results for one scope are not those for another', async () => {
  const view = viewAfter([put({ nativeId: '1' }, '1-1'), put({ nativeId: '2', source: 'west' }, '1-2')]);
  const page = (name?: string): Promise<unknown> =>
    view.query({
      ...{ filters: [], orderBy: DEFAULT_ORDER, maxRecords: 10, key: 'same' },
      ...(name && { scope: { key: name, sources: new Set([name]) } }),
    });
  expect(await Promise.all([page(), page('east'), page('west'), page('north')])).toMatchObject([
    { total: 2 },
    { total: 1 },
    { total: 1 },
    { total: 0 },
  ]);
});
