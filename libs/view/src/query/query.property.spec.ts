import {
  DEFAULT_ORDER,
  intervalField,
  type Job,
  JOB_STATES,
  type JobSelection,
  MESSAGE_PATTERN,
  type PagePosition,
  type SortKey,
} from '@gateway/core';
import { idsOf, put, remove, type Sample, sampleJob } from '@gateway/testing/jobs';
import fc from 'fast-check';

import { View } from '../index/view.js';
import { anyOrder, anyPath, anySample, anySelection, SOURCES } from '../testing/arbitrary-query.js';
import { fastShare } from '../testing/fast-share.js';
import { fieldAt, queryFor } from '../testing/sample-query.js';
import { matches } from './matches.js';
import { recordMatches } from './row-test.js';

const step = fc.oneof(
  { weight: 6, arbitrary: anySample.map((job) => ({ job })) },
  { weight: 1, arbitrary: anySample.map((job) => ({ gone: sampleJob(job).id })) },
);
const steps = fc.array(step, { maxLength: 80 });
const pageSize = fc.integer({ min: 1, max: 20 });

interface PlainQuery {
  readonly selection: JobSelection;
  readonly orderBy: readonly SortKey[];
}
const plainQuery: fc.Arbitrary<PlainQuery> = fc.record({ selection: anySelection, orderBy: anyOrder });

/** The model: a map that is filtered and sorted for each query. */
class PlainJobs {
  readonly jobs = new Map<string, Job>();

  query({ selection, orderBy }: PlainQuery): string[] {
    return this.matching(selection)
      .sort((a, b) => plainOrder(a, b, orderBy))
      .map(({ id }) => id);
  }

  matching(selection: JobSelection): Job[] {
    return [...this.jobs.values()].filter((job) => matches(job, selection));
  }
}

function plainOrder(a: Job, b: Job, orderBy: readonly SortKey[]): number {
  for (const { descending, field } of orderBy) {
    const [left, right] = [field.read(a), field.read(b)];
    if (left === right) continue;
    if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
    return (left < right ? -1 : 1) * (descending ? -1 : 1);
  }
  return a.id < b.id ? -1 : 1;
}

let sequence = 0;
function play(history: readonly ({ job: Sample } | { gone: string })[], view: View, plain: PlainJobs): void {
  for (const event of history) {
    const revision = `1-${(sequence += 1)}`;
    if ('gone' in event) {
      view.apply([remove(event.gone, revision)]);
      plain.jobs.delete(event.gone);
    } else {
      const job = sampleJob(event.job);
      view.apply([put(event.job, revision)]);
      plain.jobs.set(job.id, job);
    }
  }
}

const SHARES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;
const everything: PlainQuery = { selection: { filters: [] }, orderBy: DEFAULT_ORDER };

describe('the result of a query', () => {
  it('equals that of the model, page by page, with the exact total', async () => {
    const queries = fc.array(plainQuery, { minLength: 20, maxLength: 20 });
    let queryCount = 0;
    let nonEmpty = 0;
    await fc.assert(
      fc.asyncProperty(steps, queries, pageSize, async (history, all, maxRecords) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(history, view, plain);
        for (const { selection, orderBy } of all) {
          const expected = plain.query({ selection, orderBy });
          const got: string[] = [];
          let after: PagePosition | undefined;
          do {
            const page = await view.query(queryFor({ ...selection, orderBy, maxRecords, ...(after && { after }) }));
            expect(page.total).toBe(expected.length);
            expect(page.records.length).toBe(Math.min(maxRecords, expected.length - got.length));
            got.push(...idsOf(page.records));
            after = page.next;
          } while (after);
          expect(got).toEqual(expected);
          queryCount += 1;
          nonEmpty += Math.min(expected.length, 1);
        }
      }),
      { numRuns: 450 },
    );
    expect(queryCount).toBe(9_000);
    expect(nonEmpty).toBeGreaterThan(2_500);
  });

  it('contains no job twice and every earlier job, although new jobs arrive between the pages', async () => {
    const between = fc.array(steps, { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(steps, between, plainQuery, async (before, arriving, { selection, orderBy }) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(before, view, plain);
        const old = plain.query({ selection, orderBy });
        const got: string[] = [];
        let after: PagePosition | undefined;
        do {
          const page = await view.query(queryFor({ ...selection, orderBy, maxRecords: 3, ...(after && { after }) }));
          expect(page.total).toBe(plain.matching(selection).length);
          got.push(...idsOf(page.records));
          after = page.next;
          const inserts = (arriving.pop() ?? []).filter(
            (event) => 'job' in event && !view.get(sampleJob(event.job).id),
          );
          play(inserts, view, plain);
        } while (after);
        expect(new Set(got).size).toBe(got.length);
        expect(got.filter((id) => old.includes(id))).toEqual(old);
      }),
      { numRuns: 600 },
    );
  });

  it('belongs to the time of the call, whatever is written before it resolves', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, plainQuery, pageSize, async (before, meanwhile, query, maxRecords) => {
        const [view, plain] = [new View(fastShare()), new PlainJobs()];
        play(before, view, plain);
        const expected = plain.query(query);
        const result = view.query(queryFor({ ...query.selection, orderBy: query.orderBy, maxRecords }));
        play(meanwhile, view, plain);
        const page = await result;
        expect([idsOf(page.records), page.total]).toEqual([expected.slice(0, maxRecords), expected.length]);
      }),
      { numRuns: 200 },
    );
  });

  it('has the exact count of each group', async () => {
    const stored = fc.oneof(fc.constantFrom('state', 'source.name'), anyPath).map(fieldAt);
    const derived = [MESSAGE_PATTERN, intervalField(fieldAt('created_time'), 3), intervalField(fieldAt('end_time'), 2)];
    const groupings = fc.uniqueArray(fc.oneof(stored, stored, fc.constantFrom(...derived)), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(steps, anySelection, groupings, async (history, selection, fields) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(history, view, plain);
        const jobs = plain.matching(selection);
        const summary = await view.summary({ ...selection, key: 'any', groupBy: fields });
        expect(summary?.total).toBe(jobs.length);
        const valuesOf = (job: Job) => JSON.stringify(fields.map(({ read }) => read(job)));
        const counts = Object.fromEntries(
          summary?.groups.map(({ values, count }) => [JSON.stringify(values), count]) ?? [],
        );
        const expected: Record<string, number> = {};
        for (const job of jobs) expected[valuesOf(job)] = (expected[valuesOf(job)] ?? 0) + 1;
        expect(counts).toEqual(expected);
        const byValue = fields.map((field) => ({ field, descending: false }));
        const sorted = jobs.sort((a, b) => plainOrder(a, b, byValue)).map(valuesOf);
        expect(Object.keys(counts)).toEqual([...new Set(sorted)]);
      }),
      { numRuns: 400 },
    );
  });

  it('has the percentiles of each group, at most 1 % too high', async () => {
    const number = fieldAt('duration_seconds');
    const groupings = fc.uniqueArray(anyPath.map(fieldAt), { maxLength: 2 });
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(steps, groupings, async (history, groupBy) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(history, view, plain);
        const summary = await view.summary({ filters: [], key: 'any', groupBy, percentilesOf: number });
        for (const { percentiles, values } of summary?.groups ?? []) {
          const jobs = [...plain.jobs.values()].filter((job) =>
            groupBy.every(({ read }, at) => read(job) === values[at]),
          );
          const numbers = jobs.flatMap((job) => job.duration_seconds ?? []).sort((a, b) => a - b);
          if (numbers.length === 0) expect(percentiles).toBeUndefined();
          for (const [name, share] of numbers.length > 0 ? SHARES : []) {
            const exact = numbers[Math.ceil(numbers.length * share) - 1] ?? NaN;
            expect(percentiles?.[name]).toBeGreaterThanOrEqual(exact);
            expect(percentiles?.[name]).toBeLessThanOrEqual(exact * 1.01);
            compared += 1;
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it('equals that of a test of each record', () => {
    fc.assert(
      fc.property(steps, anySelection, (history, selection) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(history, view, plain);
        const selected = [...view.oldestFirst()].filter((record) => recordMatches(record, selection));
        expect(selected.map(({ id }) => id).sort()).toEqual(
          plain
            .matching(selection)
            .map(({ id }) => id)
            .sort(),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('agrees with lookups, counts and iterations', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(history, view, plain);
        const jobs = plain.query(everything).flatMap((id) => plain.jobs.get(id) ?? []);
        expect(view.size()).toBe(jobs.length);
        expect([...view.oldestFirst()].map(({ job }) => job)).toEqual(jobs.toReversed());
        for (const source of SOURCES) {
          const own = jobs.filter((job) => job.source.name === source);
          const counts = Object.fromEntries(
            JOB_STATES.map((state) => [state, own.filter((job) => job.state === state).length]),
          );
          expect(view.counts(source)).toEqual(
            Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
          );
          const present = [...view.present(source)].map(({ job }) => job.id);
          expect(present.sort()).toEqual(
            own
              .filter((job) => !job.gone)
              .map(({ id }) => id)
              .sort(),
          );
        }
        for (const { native_id } of jobs) {
          const found = view.byNativeId(native_id).map(({ job }) => job.id);
          expect(found.sort()).toEqual(
            jobs
              .filter((job) => job.native_id === native_id)
              .map(({ id }) => id)
              .sort(),
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
