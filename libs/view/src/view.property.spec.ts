import { type Job, JOB_STATES, type JobSelection, type PagePosition, type SortKey, DEFAULT_ORDER } from '@gateway/core';
import fc from 'fast-check';
import { matches } from './query/matches.js';
import { anyOrder, anyPath, anySample, anySelection, SOURCES } from './testing/arbitrary-query.js';
import { hurriedClock } from './testing/hurried-clock.js';
import { idsOf, put, remove, type Sample, sampleJob } from '@gateway/testing/jobs';
import { fieldAt, queryFor } from './testing/sample-query.js';
import { View } from './view.js';

const step = fc.oneof(
  { weight: 6, arbitrary: anySample.map((job) => ({ job })) },
  { weight: 1, arbitrary: anySample.map((job) => ({ gone: sampleJob(job).id })) },
);
const steps = fc.array(step, { maxLength: 80 });
const pageSize = fc.integer({ min: 1, max: 20 });

interface Question {
  readonly selection: JobSelection;
  readonly orderBy: readonly SortKey[];
}
const question: fc.Arbitrary<Question> = fc.record({ selection: anySelection, orderBy: anyOrder });

/** The plainest thing that could be right: a map that is filtered and sorted anew for each question. */
class PlainJobs {
  readonly jobs = new Map<string, Job>();

  answer({ selection, orderBy }: Question): string[] {
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

const everything: Question = { selection: { filters: [] }, orderBy: DEFAULT_ORDER };

describe('the indexed answer', () => {
  it('equals filter and plain sort, page by page, with the exact total', async () => {
    const questions = fc.array(question, { minLength: 20, maxLength: 20 });
    let asked = 0;
    let nonEmpty = 0;
    await fc.assert(
      fc.asyncProperty(steps, questions, pageSize, async (history, all, maxRecords) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(history, view, plain);
        for (const { selection, orderBy } of all) {
          const expected = plain.answer({ selection, orderBy });
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
          asked += 1;
          nonEmpty += Math.min(expected.length, 1);
        }
      }),
      { numRuns: 450 },
    );
    expect(asked).toBe(9_000);
    expect(nonEmpty).toBeGreaterThan(2_500);
  });

  it('shows nothing twice and misses nothing of the old set while jobs come in between the pages', async () => {
    const between = fc.array(steps, { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(steps, between, question, async (before, arriving, { selection, orderBy }) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(before, view, plain);
        const old = plain.answer({ selection, orderBy });
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

  it('is that of the moment it was asked for, whatever is written before it is given', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, question, pageSize, async (before, meanwhile, asked, maxRecords) => {
        const [view, plain] = [new View(hurriedClock()), new PlainJobs()];
        play(before, view, plain);
        const expected = plain.answer(asked);
        const answer = view.query(queryFor({ ...asked.selection, orderBy: asked.orderBy, maxRecords }));
        play(meanwhile, view, plain);
        const page = await answer;
        expect([idsOf(page.records), page.total]).toEqual([expected.slice(0, maxRecords), expected.length]);
      }),
      { numRuns: 200 },
    );
  });

  it('counts each group as often as it is there', async () => {
    const paths = fc.uniqueArray(fc.oneof(fc.constantFrom('state', 'source.name'), anyPath), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(steps, anySelection, paths, async (history, selection, groupBy) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(history, view, plain);
        const fields = groupBy.map(fieldAt);
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

  it('goes with lookups, counts and walks that hold exactly the same jobs', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(history, view, plain);
        const jobs = plain.answer(everything).flatMap((id) => plain.jobs.get(id) ?? []);
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
