import { isTerminalState, type JobState } from '@gateway/core';

import { MAX_TEXT_LENGTH } from '../../wire/bounded-job.js';
import { normalizeJob } from './unified-manager.normalize.js';
import { unifiedManagerState } from './unified-manager.state.js';
import { isUnifiedManagerKey, readJob } from './unified-manager.wire.js';

const KEY = 'db409f4c1430246f:e6fd83b:16e69bdf32f:-7fbd';

function normalized(wire: object) {
  const job = readJob({ key: KEY, ...wire });
  if (!job) throw new Error('not read as a job');
  return normalizeJob(job);
}

/** The state table: life cycle, outcome, state. */
const TABLE: [string | undefined, string | undefined, JobState][] = [
  ['queued', undefined, 'queued'],
  ['waiting', undefined, 'queued'],
  ['waiting', 'normal', 'queued'],
  ['running', undefined, 'running'],
  ['running', 'normal', 'running'],
  ['running', 'warning', 'running'],
  ['running', 'error', 'running'],
  ['running', 'partial_failures', 'running'],
  ['aborting', 'normal', 'running'],
  [undefined, 'WARNING', 'running'],
  ['completed', 'normal', 'success'],
  [undefined, 'NORMAL', 'success'],
  ['completed', 'warning', 'warning'],
  ['completed', 'partial_failures', 'partial_failure'],
  [undefined, 'PARTIAL_FAILURES', 'partial_failure'],
  [undefined, 'PARTIAL FAILURES', 'partial_failure'],
  ['completed', 'error', 'failure'],
  [undefined, 'ERROR', 'failure'],
  ['aborted', undefined, 'cancelled'],
  ['aborted', 'error', 'cancelled'],
  ['running', 'aborted', 'unknown'],
  ['aborted', 'queued', 'unknown'],
  ['waiting', 'queued', 'queued'],
  ['running', 'skipped', 'running'],
  ['completed', undefined, 'unknown'],
  ['completed', 'skipped', 'unknown'],
  ['starting', 'normal', 'unknown'],
  [undefined, 'skipped', 'unknown'],
  [undefined, undefined, 'unknown'],
];

describe('state of a Unified Manager job', () => {
  describe.each(TABLE)('with the words %s and %s', (lifeCycle, outcome, expected) => {
    it(`is ${expected}, with the words in either field and in any case`, () => {
      const [life, end] = [lifeCycle, outcome];
      const states = [
        unifiedManagerState(life, end),
        unifiedManagerState(end, life),
        unifiedManagerState(life?.toUpperCase(), end?.toUpperCase()),
        unifiedManagerState(end?.toLowerCase(), life?.toLowerCase()),
      ];
      expect(states).toEqual([expected, expected, expected, expected]);
    });
  });

  it('is not terminal with a warning alone, which the documents do not name as an end', () => {
    expect(isTerminalState(unifiedManagerState('WARNING', undefined))).toBe(false);
  });

  it('is unknown with two different outcomes', () => {
    expect(unifiedManagerState('NORMAL', 'error')).toBe('unknown');
    expect(unifiedManagerState('NORMAL', 'normal')).toBe('success');
  });

  it('is not terminal if one of the words means that the job still runs', () => {
    expect(unifiedManagerState('completed', 'running')).toBe('running');
  });
});

describe('normalising a Unified Manager job', () => {
  it('keeps both native words unchanged, or the only one', () => {
    expect(normalized({ state: 'Running', status: 'NORMAL' }).native_state).toBe('Running/NORMAL');
    expect(normalized({ status: 'NORMAL' }).native_state).toBe('NORMAL');
    expect(normalized({ state: null, status: 7 })).toEqual({ native_id: KEY, state: 'unknown', native_state: '' });
  });

  it('has an end time only if the job has ended', () => {
    const complete_time = '2019-11-15T09:57:22.000+05:30';
    expect(normalized({ state: 'running', status: 'normal', complete_time })).not.toHaveProperty('end_time');
    expect(normalized({ state: 'completed', status: 'normal', complete_time }).end_time).toBe(
      '2019-11-15T04:27:22.000Z',
    );
  });

  it('has the failure reason of the first failed task', () => {
    const task_reports = [
      { key: 't1', state: 'completed', status: 'normal', failure_reason: 'not this one: it went well' },
      { key: 't2', state: 'completed', status: 'error', description: 'adds a LIF' },
      { key: 't3', state: 'completed', status: 'error', failure_reason: 'no free address' },
      { key: 't4', state: 'completed', status: 'error', failure_reason: 'not this one: it came later' },
    ];
    const job = normalized({ state: 'completed', status: 'error', task_reports });
    expect(job.message).toBe('no free address');
    expect(job.error).toEqual({ code: 'unknown', message: 'no free address', arguments: [] });
    expect(job.tasks?.map(({ state, message }) => [state, message])).toEqual([
      ['success', 'not this one: it went well'],
      ['failure', 'adds a LIF'],
      ['failure', 'no free address'],
      ['failure', 'not this one: it came later'],
    ]);
  });

  it('has an error if the job failed, even without a reason, and not otherwise', () => {
    expect(normalized({ state: 'completed', status: 'error' }).error?.message).toBe('The backend gave no reason.');
    const task_reports = [{ key: 't1', state: 'completed', status: 'error', failure_reason: 'no free address' }];
    const partial = normalized({ state: 'completed', status: 'partial_failures', task_reports });
    expect(partial).toMatchObject({ state: 'partial_failure', message: 'no free address' });
    expect(partial).not.toHaveProperty('error');
  });

  it('does not split result values at colons and commas', () => {
    const value = 'e5a2b2e0-1a2b-11e9-a37e-005056bb0b5c:type=lun,uuid=bd2c-4f,key=a:b:c';
    const job_results = [{ name: 'lunKey', value }, { name: 'svmKey' }, { value: 'x' }, 'svmKey:x', null];
    expect(normalized({ job_results }).results).toEqual([{ name: 'lunKey', value }]);
  });

  it('treats a key with encoded colons as the same key', () => {
    const wire = { parent_job_key: 'a%3ab%3A-1', task_reports: [{ key: 'c%3Ad' }] };
    const job = normalized({ key: encodeURIComponent(KEY), ...wire });
    expect(job).toEqual({
      ...normalized({}),
      parent_id: 'a:b:-1',
      tasks: [{ native_id: 'c:d', state: 'unknown', native_state: '' }],
    });
  });

  it.each([[undefined], [null], [''], [7], ['..'], ['a/b'], ['a%2Fb'], ['a%253Ab'], ['a b'], ['a'.repeat(257)]])(
    'rejects a job with the key %p',
    (key) => {
      expect(readJob({ key, state: 'running' })).toBeUndefined();
    },
  );

  it('rejects a value that is not an object', () => {
    expect([null, 'x', 7, [], [{ key: KEY }]].map(readJob)).toEqual(Array(5).fill(undefined));
  });

  it('drops fields of a wrong type and keeps the rest', () => {
    const wrong = {
      name: 7,
      type: { a: 1 },
      submit_time: 'yesterday',
      parent_job_key: '../x',
      spawned_job_summary: { total_jobs: 'many' },
      task_reports: { key: 't' },
      job_results: 'none',
    };
    expect(normalized({ state: 'running', ...wrong })).toEqual({
      native_id: KEY,
      state: 'running',
      native_state: 'running',
    });
  });

  it('counts the jobs it has started, with 0 for an absent count', () => {
    expect(normalized({ spawned_job_summary: { total_jobs: 2, failed_jobs: 1 } }).spawned).toEqual({
      total: 2,
      running: 0,
      completed: 0,
      successful: 0,
      failed: 1,
      aborted: 0,
    });
  });

  it('copies no unknown field', () => {
    const job = normalized({ secret: 'planted', task_reports: [{ key: 't', secret: 'planted' }] });
    expect(JSON.stringify(job)).not.toContain('planted');
  });

  it('truncates long texts', () => {
    const long = 'x'.repeat(10 * MAX_TEXT_LENGTH);
    const job = normalized({ name: long, state: long, status: long, job_results: [{ name: 'lunKey', value: long }] });
    expect(job.description).toHaveLength(MAX_TEXT_LENGTH);
    expect(job.native_state).toHaveLength(MAX_TEXT_LENGTH);
    expect(job.results?.[0]?.value).toHaveLength(MAX_TEXT_LENGTH);
  });

  it('accepts only keys in the format of Unified Manager', () => {
    expect([KEY, '1f', 'fc4f77ad3c7e9cc3:-7f74220e:17019d98df0:-7ff7'].every(isUnifiedManagerKey)).toBe(true);
    expect(['', '..', 'a/b', 'a%3Ab', 'a.b', 'a?b', 'a#b', 'a*'].some(isUnifiedManagerKey)).toBe(false);
  });
});
