import { type JobTask, type ObservedJob } from '@gateway/core';
import fc from 'fast-check';

import { expectWellFormedJob } from '../testing/well-formed-job.js';
import { boundedJob, MAX_JOB_BYTES, MAX_TEXT_LENGTH } from './bounded-job.js';

const FAILED = { native_id: 'a', state: 'failure', native_state: 'failure' } as const;

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function argumentsOf(count: number, length: number): NonNullable<ObservedJob['error']>['arguments'] {
  return Array.from({ length: count }, (_, at) => ({ code: `${at}`, message: 'x'.repeat(length) }));
}

describe('a job within the limits', () => {
  it.each<[string, Partial<ObservedJob>]>([
    ['of the usual size', { message: 'Complete' }],
    ['with a text of the longest length', { message: 'x'.repeat(MAX_TEXT_LENGTH) }],
    ['with many items in its lists', { error: { code: '1', message: 'no', arguments: argumentsOf(100, 100) } }],
  ])('%s is the same object', (_what, fields) => {
    const job = { ...FAILED, ...fields };
    expect(boundedJob(job)).toBe(job);
  });
});

describe('a job above the limits', () => {
  it('has the beginnings of its texts, and their names', () => {
    const job = { ...FAILED, message: 'x'.repeat(MAX_TEXT_LENGTH + 1), svm: { name: 'y'.repeat(5_000), uuid: 'u' } };
    expect(boundedJob(job)).toEqual({
      ...FAILED,
      message: 'x'.repeat(MAX_TEXT_LENGTH),
      svm: { name: 'y'.repeat(MAX_TEXT_LENGTH), uuid: 'u' },
      truncated: ['message', 'svm.name'],
    });
  });

  it('never has half of a surrogate pair', () => {
    const job = { ...FAILED, message: `${'x'.repeat(MAX_TEXT_LENGTH - 1)}😀` };
    expect(boundedJob(job).message).toBe('x'.repeat(MAX_TEXT_LENGTH - 1));
  });

  it('has the first items of its lists, as many as fit', () => {
    const job = { ...FAILED, error: { code: '1', message: 'no', arguments: argumentsOf(100, 460) } };
    const { error, ...rest } = boundedJob(job);
    expect(rest).toEqual({ ...FAILED, truncated: ['error.arguments'] });
    expect(error?.arguments).toEqual(job.error.arguments.slice(0, error?.arguments.length));
    expect(error?.arguments.length).toBeGreaterThan(30);
    expect(bytesOf(boundedJob(job))).toBeGreaterThan(0.95 * MAX_JOB_BYTES);
  });

  it('has the arguments of the error before results, and results before tasks', () => {
    const tasks = Array.from({ length: 40 }, (_, at): JobTask => {
      return { native_id: `${at}`, state: 'success', native_state: 'x'.repeat(400) };
    });
    const results = Array.from({ length: 40 }, (_, at) => ({ name: `${at}`, value: 'x'.repeat(100) }));
    const error = { code: '1', message: 'no', arguments: argumentsOf(5, 1_000) };
    const job = boundedJob({ ...FAILED, error, tasks, results });
    expect([job.error, job.results, job.truncated]).toEqual([error, results, ['tasks']]);
    expect(job.tasks?.length).toBeGreaterThan(5);
  });

  it('has what fits of a list after one with an item that does not fit', () => {
    const long = '\u0001'.repeat(3_000);
    const results = [{ name: 'r', value: long }];
    const tasks = [{ native_id: 't', state: 'success', native_state: 'done' } as const];
    const job = boundedJob({ ...FAILED, results, tasks });
    expect(job).toEqual({ ...FAILED, results: [], tasks, truncated: ['results'] });
  });

  it('has exactly the size limit at most, and is not changed at that size', () => {
    const sized = (bytes: number): ObservedJob => {
      const job = { ...FAILED, tasks: [], error: { code: '1', message: '', arguments: argumentsOf(33, 440) } };
      return { ...job, error: { ...job.error, message: 'x'.repeat(bytes - bytesOf(job)) } };
    };
    const [fitting, larger] = [sized(MAX_JOB_BYTES), sized(MAX_JOB_BYTES + 1)];
    expect(boundedJob(fitting)).toBe(fitting);
    expect(boundedJob(larger)).toMatchObject({ truncated: ['error.arguments'] });
    expect(bytesOf(boundedJob(larger))).toBeLessThanOrEqual(MAX_JOB_BYTES);
  });

  it('has shorter texts if they are too long together, but whole ids', () => {
    const long = '\u0001'.repeat(4_000);
    const id = 'a'.repeat(256);
    const reference = { name: long, uuid: long, id: long, type: long };
    const all = { svm: reference, node: reference, tenant: reference, user: reference, object: reference };
    const texts = { type: long, description: long, message: long, error: { code: long, message: long, arguments: [] } };
    const job = boundedJob({ ...FAILED, native_id: id, parent_id: id, ...texts, ...all });
    expect(job).toMatchObject({ native_id: id, parent_id: id, message: '\u0001'.repeat(64) });
    expect(job.truncated).toHaveLength(25);
  });

  const text = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc
      .tuple(fc.constantFrom('x', 'é', '漢', '\u0001', '😀', '"'), fc.nat(20_000))
      .map(([character, length]) => character.repeat(length)),
  );
  const reference = fc.record({ name: text, uuid: text, id: text, type: text }, { requiredKeys: [] });
  const list = <T>(item: fc.Arbitrary<T>) =>
    fc
      .tuple(fc.array(item, { maxLength: 3 }), fc.nat(400))
      .map(([items, times]) => Array.from({ length: times }, () => items).flat());
  const state = fc.constant('failure' as const);
  const anyJob: fc.Arbitrary<ObservedJob> = fc.record(
    {
      native_id: fc.constant('id'),
      state,
      native_state: text,
      type: text,
      message: text,
      error: fc.record({ code: text, message: text, arguments: list(fc.record({ code: text, message: text })) }),
      svm: reference,
      object: reference,
      tasks: list(fc.record({ native_id: text, state, native_state: text })),
      results: list(fc.record({ name: text, value: text })),
    },
    { requiredKeys: ['native_id', 'state', 'native_state'] },
  );

  it('is well formed and small, names what it lacks, and is not changed again', () => {
    fc.assert(
      fc.property(anyJob, (job) => {
        const bounded = boundedJob(job);
        const { truncated, ...rest } = bounded;
        expectWellFormedJob(bounded);
        expect(bytesOf(bounded)).toBeLessThanOrEqual(MAX_JOB_BYTES);
        if (truncated === undefined) expect(bounded).toBe(job);
        else expect(rest).not.toEqual(job);
        expect(boundedJob(job)).toEqual(bounded);
      }),
      { numRuns: 300 },
    );
  });
});
