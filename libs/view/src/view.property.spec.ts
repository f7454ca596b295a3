import { type FilterField, type Job, JOB_STATES, type JobQuery } from '@gateway/core';
import fc from 'fast-check';
import { matches } from './matches.js';
import { hurriedClock } from './testing/hurried-clock.js';
import { idsOf, put, remove, type Sample, sampleJob } from './testing/sample-job.js';
import { View } from './view.js';

const SOURCES = ['east', 'um1', 'west'];
const name = (...names: string[]) => fc.constantFrom(...names);

const sample: fc.Arbitrary<Sample> = fc.record({
  source: name(...SOURCES),
  nativeId: fc.nat(40).map(String),
  state: fc.constantFrom(...JOB_STATES),
  createdMs: fc.nat(6),
  gone: fc.boolean(),
  svm: fc.option(name('svm1', 'svm2'), { nil: undefined }),
  node: fc.option(name('node1', 'node2'), { nil: undefined }),
});
const step = fc.oneof(
  { weight: 6, arbitrary: sample.map((job) => ({ job })) },
  { weight: 1, arbitrary: sample.map((job) => ({ gone: sampleJob(job).id })) },
);
const steps = fc.array(step, { maxLength: 120 });

const someOf = (values: readonly string[]) => fc.array(name(...values, 'nothing'), { maxLength: 4 });
const filters: fc.Arbitrary<JobQuery['filters']> = fc.record(
  {
    state: someOf(JOB_STATES),
    'source.name': someOf(SOURCES),
    'source.kind': someOf(['ontap', 'unified-manager']),
    'svm.name': someOf(['svm1', 'svm2']),
    'node.name': someOf(['node1', 'node2']),
  } satisfies Record<FilterField, unknown>,
  { requiredKeys: [] },
);

/** The plainest thing that could be right: a map that is filtered and sorted anew for each question. */
class PlainJobs {
  readonly jobs = new Map<string, Job>();

  answer(wanted: JobQuery['filters']): Job[] {
    const order = (a: Job, b: Job) =>
      a.created_time > b.created_time ? -1 : a.created_time < b.created_time ? 1 : a.id < b.id ? -1 : 1;
    return [...this.jobs.values()].filter((job) => matches(job, wanted)).sort(order);
  }
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

describe('the indexed answer', () => {
  it('equals filter and plain sort, page by page, with the exact total', async () => {
    await fc.assert(
      fc.asyncProperty(steps, filters, fc.integer({ min: 1, max: 20 }), async (history, wanted, maxRecords) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(history, view, plain);
        const expected = plain.answer(wanted).map(({ id }) => id);
        const got: string[] = [];
        let query: JobQuery = { filters: wanted, maxRecords };
        for (;;) {
          const page = await view.query(query);
          expect(page.total).toBe(expected.length);
          expect(page.records.length).toBe(Math.min(maxRecords, expected.length - got.length));
          got.push(...idsOf(page.records));
          if (!page.next) break;
          query = { ...query, after: page.next };
        }
        expect(got).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('shows nothing twice and misses nothing of the old set while jobs come in between the pages', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(steps, { maxLength: 8 }), filters, async (before, between, wanted) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(before, view, plain);
        const old = plain.answer(wanted).map(({ id }) => id);
        const got: string[] = [];
        let query: JobQuery = { filters: wanted, maxRecords: 3 };
        for (;;) {
          const page = await view.query(query);
          expect(page.total).toBe(plain.answer(wanted).length);
          got.push(...idsOf(page.records));
          if (!page.next) break;
          query = { ...query, after: page.next };
          const inserts = between.pop() ?? [];
          play(
            inserts.filter((event) => 'job' in event && !view.get(sampleJob(event.job).id)),
            view,
            plain,
          );
        }
        expect(new Set(got).size).toBe(got.length);
        expect(got.filter((id) => old.includes(id))).toEqual(old);
      }),
      { numRuns: 200 },
    );
  });

  it('is that of the moment it was asked for, whatever is written before it is given', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        steps,
        filters,
        fc.integer({ min: 1, max: 20 }),
        async (before, meanwhile, wanted, maxRecords) => {
          const [view, plain] = [new View(hurriedClock()), new PlainJobs()];
          play(before, view, plain);
          const expected = plain.answer(wanted).map(({ id }) => id);
          const answer = view.query({ filters: wanted, maxRecords });
          play(meanwhile, view, plain);
          const page = await answer;
          expect([idsOf(page.records), page.total]).toEqual([expected.slice(0, maxRecords), expected.length]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('goes with lookups, counts and walks that hold exactly the same jobs', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const [view, plain] = [new View(), new PlainJobs()];
        play(history, view, plain);
        const jobs = plain.answer({});
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
