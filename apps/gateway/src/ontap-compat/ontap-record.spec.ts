import { type Job, type JobState } from '@gateway/core';

import { type OntapRecord, toOntapRecord } from './ontap-record.js';
import { toOntapState } from './ontap-state.js';

function job(fields: Partial<Job> = {}): Job {
  return {
    id: 'east~1cd8a442-86d1-11e0-ae1c-123478563412',
    native_id: '1cd8a442-86d1-11e0-ae1c-123478563412',
    source: { name: 'east', kind: 'ontap', labels: { site: 'lab' } },
    state: 'running',
    terminal: false,
    native_state: 'running',
    created_time: '2026-01-02T03:04:05.678Z',
    first_seen_time: '2026-01-02T03:04:05.678Z',
    updated_time: '2026-01-02T03:04:05.678Z',
    attempt: 1,
    gone: false,
    actions: [],
    _links: { self: { href: '/api/jobs/x' }, source: { href: '/api/sources/east' } },
    ...fields,
  };
}

const FAILED: readonly (readonly [JobState, boolean])[] = [
  ['failure', true],
  ['partial_failure', true],
  ['cancelled', true],
  ['unknown', true],
];
const OTHERS: readonly (readonly [JobState, boolean])[] = [
  ['queued', false],
  ['running', false],
  ['paused', false],
  ['success', true],
  ['warning', true],
  ['unknown', false],
];

describe('the state of a job in the words of ONTAP', () => {
  it.each<readonly [JobState, boolean, string]>([
    ['queued', false, 'queued'],
    ['running', false, 'running'],
    ['paused', false, 'paused'],
    ['success', true, 'success'],
    ['warning', true, 'success'],
    ['partial_failure', true, 'failure'],
    ['failure', true, 'failure'],
    ['cancelled', true, 'failure'],
    ['unknown', false, 'running'],
    ['unknown', true, 'failure'],
  ])('for %s (terminal: %s) is %s', (state, terminal, folded) => {
    expect(toOntapState({ state, terminal })).toBe(folded);
    expect(toOntapRecord(job({ state, terminal })).state).toBe(folded);
  });
});

describe('the record of a job in the shape of ONTAP', () => {
  it('has nothing but what ONTAP has', () => {
    const whole = job({
      state: 'failure',
      terminal: true,
      description: 'POST /api/storage/volumes',
      message: 'no such volume',
      code: 917927,
      error: { code: '917927', message: 'no such volume', target: 'name', arguments: [{ code: '1', message: 'vol1' }] },
      start_time: '2026-01-02T03:04:05.678Z',
      end_time: '2026-01-02T03:05:06.999Z',
      submit_time: '2026-01-02T03:04:00.000Z',
      svm: { name: 'svm1', uuid: 'u1', id: 'i1', type: 'data' },
      node: { name: 'node1', uuid: 'u2' },
      user: { name: 'ann' },
      tasks: [{ native_id: '1', state: 'failure', native_state: 'failed' }],
    });
    expect(toOntapRecord(whole)).toEqual({
      uuid: 'east~1cd8a442-86d1-11e0-ae1c-123478563412',
      description: 'POST /api/storage/volumes',
      state: 'failure',
      message: 'no such volume',
      code: 917927,
      start_time: '2026-01-02T03:04:05+00:00',
      end_time: '2026-01-02T03:05:06+00:00',
      svm: { name: 'svm1', uuid: 'u1' },
      error: { message: 'no such volume', code: '917927', arguments: [{ code: '1', message: 'vol1' }] },
      node: { name: 'node1' },
      _links: { self: { href: '/api/cluster/jobs/east~1cd8a442-86d1-11e0-ae1c-123478563412' } },
    });
  });

  it('has texts, a code and a link where the backend tells nothing', () => {
    expect(toOntapRecord(job())).toEqual({
      uuid: 'east~1cd8a442-86d1-11e0-ae1c-123478563412',
      description: '',
      state: 'running',
      message: '',
      code: 0,
      _links: { self: { href: '/api/cluster/jobs/east~1cd8a442-86d1-11e0-ae1c-123478563412' } },
    });
  });

  it('says by its type what a job does that is not described', () => {
    expect(toOntapRecord(job({ type: 'create_lun' })).description).toBe('create_lun');
  });

  it.each(FAILED)('gives a reason and an error for %s without any', (state, terminal) => {
    const { code, error, message } = toOntapRecord(job({ state, terminal, message: '' }));
    expect(message).toMatch(/\w/);
    expect(code).toBe(0);
    expect(error).toEqual({ message, code: '0', arguments: [] });
  });

  it.each(OTHERS)('has no error for %s', (state, terminal) => {
    const error = { code: '4', message: 'left over', arguments: [] };
    expect(toOntapRecord(job({ state, terminal, error }))).not.toHaveProperty('error');
  });

  it.each<readonly [string, Partial<Job>, Partial<OntapRecord>]>([
    [
      'takes the message of the error for that of the job',
      { error: { code: '9', message: 'disk is full', arguments: [] } },
      { message: 'disk is full', code: 9, error: { code: '9', message: 'disk is full', arguments: [] } },
    ],
    [
      'takes the message of the job for that of the error',
      { message: 'disk is full', error: { code: '9', message: '', arguments: [] } },
      { message: 'disk is full', error: { code: '9', message: 'disk is full', arguments: [] } },
    ],
    [
      'has 0 for a code that is no number',
      { error: { code: 'unknown', message: 'disk is full', arguments: [] } },
      { code: 0, error: { code: '0', message: 'disk is full', arguments: [] } },
    ],
    [
      'makes the error of code and message where there is no other',
      { code: 4, message: "entry doesn't exist" },
      { code: 4, error: { code: '4', message: "entry doesn't exist", arguments: [] } },
    ],
  ])('%s', (_name, fields, expected) => {
    expect(toOntapRecord(job({ state: 'failure', terminal: true, ...fields }))).toMatchObject(expected);
  });

  it('leaves out a svm or node of which nothing is known that ONTAP would tell', () => {
    const { node, svm } = toOntapRecord(job({ svm: { id: 'i1' }, node: { id: 'i2' } }));
    expect([svm, node]).toEqual([undefined, undefined]);
  });
});
