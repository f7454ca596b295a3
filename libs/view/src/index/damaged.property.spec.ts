import {
  type Change,
  DEFAULT_ORDER,
  type Job,
  jobField,
  type JobSelection,
  SCALAR_PATHS,
  SOURCE_KINDS,
  type StoredJob,
} from '@gateway/core';
import { sampleJob, snapshotOf } from '@gateway/testing/jobs';
import fc from 'fast-check';

import { anySample, anySelection } from '../testing/arbitrary-query.js';
import { fieldAt, queryFor } from '../testing/sample-query.js';
import { View } from './view.js';

const GOOD = ['good-1', 'good-2', 'good-3'];
const NATIVE_IDS = ['a', 'b', 'good-2', 'a"b', '{}', '\0'];
/** Stands for the native id in a text. */
const ID = 'NATIVE-ID';
/** Before these members another one is added; the parts of a record begin and end here. */
const PLACES = ['"id":', '"state":', '"created_time":', '"actions":[', '"_links":'];
const OPTIONAL = ['error', 'requested', 'results', 'svm', 'spawned', 'end_time', '__proto__', 'constructor', 'x'];
const TYPE_OF = { text: 'string', enum: 'string', number: 'number', time: 'number', boolean: 'boolean' } as const;

const base = sampleJob({ nativeId: ID });
const anyMember = fc.constantFrom(...Object.keys(base), ...OPTIONAL);
const deep = JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`) as unknown;
const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, [], {}, 7, '', 'running', true, [null], [[1]], { name: {} }, { name: 'east' }, deep, undefined),
  fc.constantFrom(
    { ...base.source, labels: { a: 1 } },
    { ...base.source, kind: 'x' },
    { ...base.source, name: 'west' },
  ),
);

/** The text of a job after some accident. */
const anyText = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('null', '[]', '7', '{"id":5}', `{"id":"east~${ID}"}`, '', '{', '['.repeat(100_000)),
  fc.constantFrom(
    JSON.stringify(base),
    JSON.stringify({ ...base, x: deep }),
    JSON.stringify({ ...base, svm: { deep } }),
  ),
  fc
    .record({ sample: anySample, member: anyMember, value: anyValue })
    .map(({ member, sample, value }) =>
      JSON.stringify({ ...sampleJob({ ...sample, source: 'east', nativeId: ID }), [member]: value }),
    ),
  fc
    .record({ place: fc.constantFrom(...PLACES), member: anyMember, value: anyValue })
    .map(({ member, place, value }) =>
      JSON.stringify(base).replace(place, () => `"${member}":${JSON.stringify(value ?? null)},${place}`),
    ),
  fc
    .record({ from: fc.nat(800), to: fc.nat(800) })
    .map(({ from, to }) => JSON.stringify(base).slice(0, from) + JSON.stringify(base).slice(to)),
);
const anyDamage = fc.array(
  fc.record({
    nativeId: fc.constantFrom(...NATIVE_IDS),
    text: anyText,
    revision: fc.constantFrom('1-0', '0-0', '7-0', '999999999999999-999999999999999'),
  }),
  { minLength: 1, maxLength: 5 },
);

function goodText(nativeId: string): string {
  return JSON.stringify(sampleJob({ nativeId, state: 'success' }));
}

/** Reads everything that a view offers, and checks that every record is a job. */
async function readAll(view: View, selection: JobSelection): Promise<readonly string[]> {
  for (const orderBy of [DEFAULT_ORDER, [{ field: fieldAt('message'), descending: true }]]) {
    const { records } = await view.query(queryFor({ ...selection, orderBy }));
    for (const text of records) JSON.parse(text);
  }
  await view.summary({ ...selection, key: '', groupBy: [fieldAt('svm.name'), fieldAt('code')] });
  for (const source of view.sources()) {
    for (const { job } of [...view.present(source), ...view.active(source)]) expect(job.source.name).toBe(source);
  }
  for (const ended of view.endedOldestFirst()) if (ended) expect(ended.updatedMs).not.toBeNaN();
  return [...view.oldestFirst()].map(({ id, job }) => {
    expect([job.id, faultsOf(job)]).toEqual([id, []]);
    return job.native_id;
  });
}

/** What is wrong with a job; empty if nothing is. */
function faultsOf(job: Job): readonly string[] {
  const faults: string[] = [];
  const check = (what: string, isRight: boolean): unknown =>
    isRight || faults.push(`${what} of ${JSON.stringify(job)}`);
  check('kind', SOURCE_KINDS.includes(job.source.kind));
  check(
    'labels',
    Object.values(job.source.labels).every((label) => typeof label === 'string'),
  );
  for (const path of SCALAR_PATHS) {
    const field = jobField(path);
    const value = field?.read(job);
    const [member = '', part] = path.split('.');
    const holder = job[member as keyof Job] as Record<string, unknown> | undefined;
    const isThere = part === undefined ? holder !== undefined : holder !== undefined && Object.hasOwn(holder, part);
    check(path, typeof value === (isThere && field ? TYPE_OF[field.type] : 'undefined'));
    if (field?.values && isThere) check(path, field.values.includes(value as string));
  }
  check('required members', typeof job.native_state === 'string' && typeof job.attempt === 'number');
  for (const time of [job.created_time, job.first_seen_time, job.updated_time]) check('time', Date.parse(time) > 0);
  for (const list of [job.actions, job.tasks ?? [], job.results ?? [], job.error?.arguments ?? []])
    check('list', Array.isArray(list) && list.every((each) => typeof each === 'object' && each !== null));
  // The nesting that `JSON.stringify` and comparisons can follow is limited.
  check('depth', !JSON.stringify(job).includes('['.repeat(20)));
  return faults;
}

describe('a view of a store with damaged records and changes', () => {
  it('has every good job and nothing that is no job, whatever the texts of the others are', async () => {
    await fc.assert(
      fc.asyncProperty(anyDamage, anySelection, async (damage, selection) => {
        const view = new View();
        const good: StoredJob[] = GOOD.map((id, at) => ({ id: `east~${id}`, revision: `1-${at}`, text: goodText(id) }));
        const damaged = damage.map(({ nativeId, revision, text }) => ({
          id: `east~${nativeId}`,
          revision,
          text: text.replaceAll(ID, nativeId),
        }));
        await view.load(snapshotOf([...damaged, ...good]), '8-0');
        expect(await readAll(view, selection)).toEqual(expect.arrayContaining(['good-1', 'good-3']));
        const change = ({ id, text }: StoredJob, revision: string): Change => ({ type: 'put', id, revision, text });
        view.apply(damaged.map((each, at) => change(each, `9-${at}`)));
        await readAll(view, selection);
        view.apply(good.map((each, at) => change(each, `10-${at}`)));
        expect(await readAll(view, selection)).toEqual(expect.arrayContaining(GOOD));
        expect(view.revision()).toBe('10-2');
      }),
      { numRuns: 300 },
    );
  });
});
