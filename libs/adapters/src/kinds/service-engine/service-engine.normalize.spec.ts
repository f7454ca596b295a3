import { isTerminalState, type JobState } from '@gateway/core';

import { MAX_TEXT_LENGTH } from '../../wire/bounded-job.js';
import { normalizeJob, serviceEngineState } from './service-engine.normalize.js';
import { describeError, isServiceEngineId, readError, readJob, readResult, readToken } from './service-engine.wire.js';

const ID = '5ed72c8c6342e90001439d54';

function normalized(wire: object) {
  const job = readJob({ id: ID, ...wire });
  if (!job) throw new Error('not read as a job');
  return normalizeJob(job);
}

/** The state table: status, state. */
const TABLE: [string, JobState][] = [
  ['pending', 'queued'],
  ['queued', 'queued'],
  ['accepted', 'queued'],
  ['running', 'running'],
  ['in_progress', 'running'],
  ['in progress', 'running'],
  ['processing', 'running'],
  ['WARNING', 'running'],
  ['successful', 'success'],
  ['success', 'success'],
  ['completed', 'success'],
  ['NORMAL', 'success'],
  ['PARTIAL_FAILURES', 'partial_failure'],
  ['failed', 'failure'],
  ['failure', 'failure'],
  ['error', 'failure'],
  ['ERROR', 'failure'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['aborted', 'cancelled'],
  ['paused', 'unknown'],
  ['constructor', 'unknown'],
];

describe('state of a Service Engine job', () => {
  it.each(TABLE)('with the status %s is %s, in any case', (status, expected) => {
    const spellings = [status, status.toUpperCase(), status.toLowerCase()];
    expect(spellings.map(serviceEngineState)).toEqual([expected, expected, expected]);
  });

  it('is unknown without a status, and then not terminal', () => {
    expect(serviceEngineState(undefined)).toBe('unknown');
    expect(isTerminalState('unknown')).toBe(false);
  });

  it('is not terminal with a warning, which the documents do not name as an end', () => {
    expect(isTerminalState(serviceEngineState('WARNING'))).toBe(false);
  });
});

describe('normalising a Service Engine job', () => {
  it('reads a pending job with null for its tasks, and ignores "successfully" in its summary', () => {
    const wire = {
      action: 'update',
      job_summary: 'Update request is successfully submitted',
      created: '2020-06-02T07:23:46.43550235Z',
      updated: '2020-06-02T07:23:46.43550235Z',
      object_id: '5ed5fa312c356a0001a73840',
      object_type: 'sg_groups',
      object_name: 'MyNewGroup',
      status: 'pending',
      status_detail: '',
      last_error: '',
      user_id: '5ec626c0f038943eb46b0af1',
      job_tasks: null,
    };
    expect(normalized(wire)).toEqual({
      native_id: ID,
      state: 'queued',
      native_state: 'pending',
      type: 'update sg_groups',
      description: 'Update request is successfully submitted',
      submit_time: '2020-06-02T07:23:46.435Z',
      user: { id: '5ec626c0f038943eb46b0af1' },
      object: { id: '5ed5fa312c356a0001a73840', name: 'MyNewGroup', type: 'sg_groups' },
    });
  });

  it('uses the last update as the end time, only if the job has ended', () => {
    const updated = '2020-06-03T04:52:32.636Z';
    expect(normalized({ status: 'running', updated })).not.toHaveProperty('end_time');
    expect(normalized({ status: 'WARNING', updated })).not.toHaveProperty('end_time');
    expect(normalized({ status: 'successful', updated }).end_time).toBe(updated);
  });

  it('never copies a request payload', () => {
    const request_payload = {
      grid_admin_base_url: 'https://planted-admin-url/api/v3',
      org_password: 'planted-org-password',
      org_username: 'planted-org-username',
    };
    const job_tasks = [{ id: 't1', status: 'successful', request_payload, ...request_payload }];
    const job = normalized({ status: 'successful', job_tasks, request_payload, ...request_payload });
    expect(job.tasks).toEqual([{ native_id: 't1', state: 'success', native_state: 'successful' }]);
    expect(JSON.stringify(job)).not.toMatch(/planted|org_|payload|grid_admin/);
  });

  it('has an error and a reason if the job failed, and not otherwise', () => {
    const last_error = 'quota exceeded';
    const failed = normalized({ status: 'failed', status_detail: '', last_error });
    expect(failed).toMatchObject({
      message: 'quota exceeded',
      error: { code: 'unknown', message: 'quota exceeded', arguments: [] },
    });
    expect(normalized({ status: 'failed', status_detail: 'Worker gave up.', last_error })).toMatchObject({
      message: 'Worker gave up.',
      error: { message: 'quota exceeded' },
    });
    expect(normalized({ status: 'failed' }).error?.message).toBe('The backend gave no reason.');
    for (const status of ['successful', 'running', 'PARTIAL_FAILURES', 'cancelled', 'odd']) {
      const job = normalized({ status, last_error });
      expect(job).not.toHaveProperty('error');
      expect(job).not.toHaveProperty('message');
    }
  });

  it('names a task by driver, action and resource type, and has the reason of its failure', () => {
    const job_tasks = [
      { id: 't1', action: 'create', driver: 'storagegrid_ansible', resource_type: 'sg_bucket', status: 'Failed' },
      { id: 't2', driver: 'storagegrid_ansible', status: 'failed', last_error: 'quota exceeded' },
      { id: 't3', status: 'pending', status_detail: 'waits', last_error: 'of an earlier try' },
      { driver: 'a task that cannot be named' },
      null,
    ];
    expect(normalized({ status: 'failed', job_tasks }).tasks).toEqual([
      { native_id: 't1', name: 'storagegrid_ansible create sg_bucket', state: 'failure', native_state: 'Failed' },
      {
        native_id: 't2',
        name: 'storagegrid_ansible',
        state: 'failure',
        native_state: 'failed',
        message: 'quota exceeded',
      },
      { native_id: 't3', state: 'queued', native_state: 'pending', message: 'waits' },
    ]);
  });

  it('reads `state` if there is no `status`, because the documents name both', () => {
    expect(normalized({ state: 'NORMAL' })).toMatchObject({ state: 'success', native_state: 'NORMAL' });
    expect(normalized({ state: 'NORMAL', status: 'pending' })).toMatchObject({ state: 'queued' });
  });

  it('drops fields of a wrong type and keeps the rest', () => {
    const wrong = {
      action: 7,
      object_type: null,
      job_summary: ['x'],
      created: 'yesterday',
      object_id: {},
      user_id: true,
      tenant_id: 5,
      job_tasks: 'none',
    };
    expect(normalized({ status: 'running', ...wrong })).toEqual({
      native_id: ID,
      state: 'running',
      native_state: 'running',
    });
  });

  it('has the tenant if the backend sends it', () => {
    expect(normalized({ tenant_id: '5e7c3af7aab46c00014ce877' }).tenant).toEqual({ id: '5e7c3af7aab46c00014ce877' });
  });

  it('truncates long texts', () => {
    const long = 'x'.repeat(10 * MAX_TEXT_LENGTH);
    const job = normalized({ action: long, object_type: 'x', status: long, status_detail: long });
    expect([job.type, job.native_state, job.message].map((text) => text?.length)).toEqual(
      Array(3).fill(MAX_TEXT_LENGTH),
    );
  });

  it.each([[undefined], [null], [''], [7], ['..'], ['a/b'], ['a%2Fb'], ['a b'], ['-a'], ['a'.repeat(65)]])(
    'rejects a job with the id %p',
    (id) => {
      expect(readJob({ id, status: 'running' })).toBeUndefined();
    },
  );

  it('rejects a value that is not an object', () => {
    expect([null, 'x', 7, [], [{ id: ID }]].map(readJob)).toEqual(Array(5).fill(undefined));
  });

  it('accepts only ids in the format of Service Engine', () => {
    expect([ID, '5e66f18e-09a7_4c00', '7'].every(isServiceEngineId)).toBe(true);
    expect(['', '..', 'a/b', 'a:b', 'a.b', 'a?b', 'a#b', 'a*'].some(isServiceEngineId)).toBe(false);
  });
});

describe('envelope of a Service Engine', () => {
  it('can have null in place of records', () => {
    expect(readResult({ result: { records: null, total_records: 0 } })).toEqual({ records: [], total_records: 0 });
  });

  it.each([[null], ['x'], [[]], [{}], [{ result: null }], [{ result: {} }], [{ result: { records: 'x' } }]])(
    'is not %j',
    (body) => {
      expect(() => readResult(body)).toThrow(expect.objectContaining({ code: 'malformed' }));
    },
  );

  it('has the code and message of an error in its status; the code can be a text', () => {
    expect(readError({ status: { user_message: 'Not found', code: 404 } })).toEqual({
      code: '404',
      message: 'Not found',
    });
    expect(readError({ status: { user_message: '', code: '412' } })).toEqual({ code: '412' });
    expect([readError({ status: 404, error: 'Not Found' }), readError([]), readError('x')]).toEqual(
      Array(3).fill(undefined),
    );
  });

  it('has a status that is a plain text as the message of an error, which is no envelope', () => {
    expect(describeError({ status: 'no more sessions' })).toEqual({ message: 'no more sessions' });
    expect(readError({ status: 'no more sessions' })).toBeUndefined();
    expect(describeError({ status: { code: 412 } })).toEqual({ code: '412' });
    expect([describeError({ status: ' ' }), describeError({ error: 'x' }), describeError(null)]).toEqual(
      Array(3).fill(undefined),
    );
  });

  it.each([[undefined], [''], ['two words'], ['line\nbreak'], [7]])('contains no valid token in %p', (token) => {
    expect(() => readToken({ result: { records: [{ token }] } })).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
});
