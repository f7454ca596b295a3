import { type JobState } from '@gateway/core';
import fc from 'fast-check';

import { expectWellFormedJob } from '../../testing/well-formed-job.js';
import { normalizeJob } from './ontap.normalize.js';
import { isOntapId } from './ontap.wire.js';

const UUID = 'b5145e1d-b53b-11e8-8252-005056bbd8f5';

function normalized(fields: object) {
  return normalizeJob({ uuid: UUID, ...fields });
}

describe('the state of an ONTAP job', () => {
  it.each<[unknown, JobState, string]>([
    ['queued', 'queued', 'queued'],
    ['running', 'running', 'running'],
    ['paused', 'paused', 'paused'],
    ['success', 'success', 'success'],
    ['failure', 'failure', 'failure'],
    ['error', 'failure', 'error'],
    ['failed', 'failure', 'failed'],
    ['Failure', 'failure', 'Failure'],
    ['RUNNING', 'running', 'RUNNING'],
    ['cancelled', 'unknown', 'cancelled'],
    ['dormant', 'unknown', 'dormant'],
    ['constructor', 'unknown', 'constructor'],
    ['', 'unknown', ''],
    [7, 'unknown', ''],
    [undefined, 'unknown', ''],
  ])('%j is %s', (word, state, native) => {
    expect(normalized({ state: word })).toMatchObject({ state, native_state: native });
  });
});

describe('the times of an ONTAP job', () => {
  it.each([
    ['2020-02-26T10:35:44-08:00', '2020-02-26T18:35:44.000Z'],
    ['2021-04-30T07:21:00-04:00', '2021-04-30T11:21:00.000Z'],
    ['2021-04-30T07:21:00+05:30', '2021-04-30T01:51:00.000Z'],
    ['2021-04-30T07:21:00Z', '2021-04-30T07:21:00.000Z'],
    ['2021-04-30T07:21:00', undefined],
    ['2021-13-30T07:21:00Z', undefined],
    ['soon', undefined],
    [1619767260, undefined],
    [null, undefined],
  ])('%j is %j', (time, utc) => {
    const job = normalized({ state: 'success', start_time: time, end_time: time });
    expect([job?.start_time, job?.end_time]).toEqual([utc, utc]);
  });
});

describe('the code of an ONTAP job', () => {
  it.each([
    [0, 0],
    [460770, 460770],
    ['460770', 460770],
    [-1, -1],
    ['', undefined],
    ['4x', undefined],
    [0.5, undefined],
    [1e300, undefined],
    [null, undefined],
  ])('%j is %j', (code, integer) => {
    expect(normalized({ state: 'running', code })?.code).toBe(integer);
  });
});

describe('the error of an ONTAP job', () => {
  const noArguments = { arguments: [] };

  it.each(['queued', 'running', 'paused', 'success', 'strange'])('is omitted from a job that is %s', (state) => {
    const job = normalized({ state, code: 4, message: 'no', error: { code: '4', message: 'no' } });
    expect(job).not.toHaveProperty('error');
  });

  it.each([
    [
      { error: { code: '4', message: 'no' }, code: 5, message: 'other' },
      { code: '4', message: 'no', ...noArguments },
    ],
    [
      { error: { code: 4, message: 'no', target: 'uuid' } },
      { code: '4', message: 'no', target: 'uuid', ...noArguments },
    ],
    [
      { code: 4, message: "entry doesn't exist" },
      { code: '4', message: "entry doesn't exist", ...noArguments },
    ],
    [
      { error: { code: '4' }, message: 'in the message' },
      { code: '4', message: 'in the message', ...noArguments },
    ],
    [
      { error: { message: 'in the error' }, code: 4 },
      { code: '4', message: 'in the error', ...noArguments },
    ],
    [
      { code: 0, message: '' },
      { code: 'unknown', message: 'The backend gave no reason.', ...noArguments },
    ],
    [
      { error: 'a plain text', code: 4, message: 'in the message' },
      { code: '4', message: 'a plain text', ...noArguments },
    ],
    [{ error: 'a plain text' }, { code: 'unknown', message: 'a plain text', ...noArguments }],
    [
      { error: ' ', message: 'in the message' },
      { code: 'unknown', message: 'in the message', ...noArguments },
    ],
  ])('of a failed job with %j', (fields, error) => {
    expect(normalized({ state: 'failure', ...fields })?.error).toEqual(error);
  });

  it.each([
    [[{ code: '1', message: 'vol1' }], [{ code: '1', message: 'vol1' }]],
    [{ code: 1, message: 'vol1' }, [{ code: '1', message: 'vol1' }]],
    [
      [{ message: 'vol1' }, null, 7, {}, { code: '2' }],
      [
        { code: '', message: 'vol1' },
        { code: '2', message: '' },
      ],
    ],
    ['vol1', []],
  ])('has the arguments %j', (given, kept) => {
    expect(normalized({ state: 'failure', error: { arguments: given } })?.error?.arguments).toEqual(kept);
  });
});

describe('an ONTAP job', () => {
  it('keeps known fields only, and truncates long texts', () => {
    const job = normalized({
      state: 'running',
      description: 'x'.repeat(10_000),
      svm: { name: 'svm1', uuid: UUID, _links: {} },
      node: { name: 'node1', secret: 'x' },
      request_payload: { password: 'x' },
    });
    expect(job).toEqual({
      native_id: UUID,
      state: 'running',
      native_state: 'running',
      description: 'x'.repeat(4096),
      svm: { name: 'svm1', uuid: UUID },
      node: { name: 'node1' },
      truncated: ['description'],
    });
  });

  it('is well formed with any content of its other fields', () => {
    const field = fc.constantFrom(
      ...['state', 'description', 'message', 'code', 'start_time', 'end_time', 'svm', 'node', 'error', 'constructor'],
    );
    const state = fc.constantFrom('running', 'failure', 'FAILED', 'x');
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), state, fc.jsonValue(), (fields, word, error) => {
        for (const job of [normalized(fields), normalized({ ...fields, state: word, error })]) {
          expect(job?.native_id).toBe(UUID);
          if (job) expectWellFormedJob(job);
        }
      }),
    );
  });
});

describe('an ONTAP id', () => {
  it.each([UUID, UUID.toUpperCase()])('is %s', (text) => expect(isOntapId(text)).toBe(true));

  it.each([
    '',
    '*',
    '..',
    '%2e%2e',
    `${UUID}?a`,
    `${UUID}#`,
    `${UUID}/x`,
    `${UUID}\n`,
    `${UUID}|${UUID}`,
    UUID.slice(1),
    `${UUID.slice(1)}g`,
    `..${UUID.slice(2)}`,
  ])('is not %j', (text) => expect(isOntapId(text)).toBe(false));
});
