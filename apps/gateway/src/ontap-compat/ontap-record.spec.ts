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

describe('toOntapState', () => {
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
  ])('converts %s (terminal: %s) to %s', (state, terminal, expected) => {
    expect(toOntapState({ state, terminal })).toBe(expected);
    expect(toOntapRecord(job({ state, terminal })).state).toBe(expected);
  });
});

describe('toOntapRecord', () => {
  it('has only the fields that ONTAP has', () => {
    const complete = job({
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
    expect(toOntapRecord(complete)).toEqual({
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

  it('has texts, a code and a link even if the backend reports none', () => {
    expect(toOntapRecord(job())).toEqual({
      uuid: 'east~1cd8a442-86d1-11e0-ae1c-123478563412',
      description: '',
      state: 'running',
      message: '',
      code: 0,
      _links: { self: { href: '/api/cluster/jobs/east~1cd8a442-86d1-11e0-ae1c-123478563412' } },
    });
  });

  it('uses the type if there is no description', () => {
    expect(toOntapRecord(job({ type: 'create_lun' })).description).toBe('create_lun');
  });

  it.each(FAILED)('adds a message and an error for %s without any', (state, terminal) => {
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
      'uses the message of the error for the job',
      { error: { code: '9', message: 'disk is full', arguments: [] } },
      { message: 'disk is full', code: 9, error: { code: '9', message: 'disk is full', arguments: [] } },
    ],
    [
      'uses the message of the job for the error',
      { message: 'disk is full', error: { code: '9', message: '', arguments: [] } },
      { message: 'disk is full', error: { code: '9', message: 'disk is full', arguments: [] } },
    ],
    [
      'converts a code that is not a number to 0',
      { error: { code: 'unknown', message: 'disk is full', arguments: [] } },
      { code: 0, error: { code: '0', message: 'disk is full', arguments: [] } },
    ],
    [
      'creates the error from code and message',
      { code: 4, message: "entry doesn't exist" },
      { code: 4, error: { code: '4', message: "entry doesn't exist", arguments: [] } },
    ],
  ])('%s', (_name, fields, expected) => {
    expect(toOntapRecord(job({ state: 'failure', terminal: true, ...fields }))).toMatchObject(expected);
  });

  it('omits an SVM or node without a name or UUID', () => {
    const { node, svm } = toOntapRecord(job({ svm: { id: 'i1' }, node: { id: 'i2' } }));
    expect([svm, node]).toEqual([undefined, undefined]);
  });
});
