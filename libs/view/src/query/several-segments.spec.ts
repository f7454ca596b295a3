import { type Job, JOB_STATES, type JobSelection, type Scalar } from '@gateway/core';
import { put, remove, type Sample, sampleJob, snapshotOf, stored } from '@gateway/testing/jobs';

import { SEGMENT_ROWS } from '../index/columns.js';
import { View } from '../index/view.js';
import { equalTo, fieldAt, queryFor } from '../testing/sample-query.js';
import { matches } from './matches.js';

const JOBS = 3 * SEGMENT_ROWS;
/** Rarely failed; sources, SVMs and times are spread over all segments. */
const sampleAt = (at: number): Sample => ({
  nativeId: `${at}`,
  source: `source${at % 17}`,
  state: at % 101 === 0 ? 'failure' : (JOB_STATES[at % 4] ?? 'unknown'),
  createdMs: ((at * 7_919) % JOBS) * 10,
  svm: `svm${(at * 31) % 13}`,
  message: at % 997 === 0 ? 'needle' : `message ${at % 5}`,
});

const samples = Array.from({ length: JOBS }, (_, at) => sampleAt(at));
const views: Readonly<Record<string, () => Promise<View>>> = {
  'followed the log': async () => {
    const view = new View();
    samples.forEach((sample, at) => view.apply([put({ ...sample, state: 'queued' }, `1-${at + 1}`)]));
    samples.forEach((sample, at) => at % 3 === 0 && view.apply([put(sample, `2-${at + 1}`)]));
    samples.forEach((sample, at) => at % 3 !== 0 && view.apply([put(sample, `3-${at + 1}`)]));
    view.apply([put({ nativeId: 'removed' }, '4-1'), remove('east~removed', '4-2')]);
    return view;
  },
  'loaded a snapshot': async () => {
    const view = new View();
    await view.load(snapshotOf(samples.map((sample, at) => stored(sample, `1-${at + 1}`))), '5-1');
    return view;
  },
};

const SELECTIONS: Readonly<Record<string, JobSelection>> = {
  everything: { filters: [] },
  'a rare state': { filters: [equalTo('state', 'failure')] },
  'one source': { filters: [equalTo('source.name', 'source3')] },
  'two sources and a state': { filters: [equalTo('source.name', 'source3', 'source5'), equalTo('state', 'failure')] },
  'an SVM of a rare state': { filters: [equalTo('svm.name', 'svm4'), equalTo('state', 'failure')] },
  'an SVM': { filters: [equalTo('svm.name', 'svm4')] },
  'a search': { filters: [], search: ['', 'needle', ''] },
};
const GROUPINGS = [['svm.name'], ['state', 'source.name'], ['message', 'state']];

/** The groups as a summary must count them. */
function groupsOf(jobs: readonly Job[], paths: readonly string[]): ReadonlyMap<string, number> {
  const groups = new Map<string, number>();
  for (const job of jobs) {
    const key = JSON.stringify(paths.map((path): Scalar | undefined => fieldAt(path).read(job)));
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  return groups;
}

describe.each(Object.keys(views))('a view of several segments that has %s', (how) => {
  const jobs = samples.map((sample) => sampleJob(sample));
  let view: View;
  beforeAll(async () => {
    view = await (views[how] as () => Promise<View>)();
  });

  it.each(Object.keys(SELECTIONS))('lists and counts %s', async (name) => {
    const selection = SELECTIONS[name] as JobSelection;
    const expected = jobs.filter((job) => matches(job, selection));
    const page = await view.query(queryFor({ ...selection, maxRecords: 1_000 }));
    const order = expected.sort((a, b) => b.created_time.localeCompare(a.created_time) || (a.id < b.id ? -1 : 1));
    expect(page.total).toBe(expected.length);
    expect(page.records.map((text) => (JSON.parse(text) as Job).id)).toEqual(order.slice(0, 1_000).map(({ id }) => id));
    for (const paths of GROUPINGS) {
      const groupBy = paths.map(fieldAt);
      const summary = await view.summary({ ...selection, key: `${name} ${paths.join()}`, groupBy });
      expect(summary?.total).toBe(expected.length);
      const counted = summary?.groups.map(({ count, values }) => [JSON.stringify(values), count] as const);
      expect(new Map(counted)).toEqual(groupsOf(expected, paths));
    }
  });
});
