import { foldText, type Job, type JobSelection } from '@gateway/core';
import { sampleJob } from '@gateway/testing/jobs';

import { equalTo, filterOn } from '../testing/sample-query.js';
import { matches } from './matches.js';

const job = sampleJob({
  nativeId: '1',
  state: 'paused',
  svm: 'svm1',
  more: {
    description: 'Volume MOVE of vol1',
    message: 'Straße gesperrt',
    error: { code: '4', message: 'disk is full', arguments: [] },
    object: { name: 'LUN-7' },
    code: 0,
    end_time: '2026-01-01T00:00:10.000Z',
  },
});
const meetsAll = (...filters: JobSelection['filters']): boolean => matches(job, { filters });

describe('a match', () => {
  it('is every job if there are no filters', () => {
    expect(meetsAll()).toBe(true);
  });

  it('meets any of the conditions on a field', () => {
    expect(meetsAll(equalTo('state', 'running', 'paused'))).toBe(true);
    expect(meetsAll(equalTo('state', 'running'))).toBe(false);
    expect(meetsAll(equalTo('state'))).toBe(false);
  });

  it('meets none of them if the filter is negated', () => {
    expect(meetsAll({ ...equalTo('state', 'running', 'paused'), negated: true })).toBe(false);
    expect(meetsAll({ ...equalTo('state', 'running', 'queued'), negated: true })).toBe(true);
    expect(meetsAll({ ...equalTo('node.name', 'node1'), negated: true })).toBe(true);
  });

  it('meets every filter', () => {
    expect(meetsAll(equalTo('state', 'paused'), equalTo('source.name', 'east'))).toBe(true);
    expect(meetsAll(equalTo('state', 'paused'), equalTo('source.name', 'west'))).toBe(false);
  });

  it.each([
    ['source.labels.site', 'lab'],
    ['svm.uuid', 'uuid-svm1'],
    ['error.message', 'disk is full'],
    ['id', 'east~1'],
  ])('reads %s', (path, value) => {
    expect(meetsAll(equalTo(path, value))).toBe(true);
    expect(meetsAll(equalTo(path, `${value}!`))).toBe(false);
  });

  it('compares times as instants', () => {
    const value = Date.parse('2026-01-01T01:00:10+01:00');
    expect(meetsAll(filterOn('end_time', { is: 'equal', value }))).toBe(true);
    expect(meetsAll(filterOn('end_time', { is: 'less', value: value + 1 }))).toBe(true);
    expect(meetsAll(filterOn('end_time', { is: 'less', value }))).toBe(false);
  });

  it('distinguishes zero from absent', () => {
    expect(meetsAll(filterOn('code', { is: 'equal', value: 0 }))).toBe(true);
    expect(meetsAll(filterOn('code', { is: 'absent' }))).toBe(false);
    expect(meetsAll(filterOn('duration_seconds', { is: 'absent' }))).toBe(true);
  });
});

describe('a search', () => {
  const finds = (...parts: string[]): boolean => matches(job, { filters: [], search: ['', ...parts, ''] });

  it.each(['Volume move', 'straße', 'STRASSE', 'disk is full', 'lun-7'])('finds %j, ignoring case', (text) => {
    expect(finds(foldText(text))).toBe(true);
  });

  it('must match within one text', () => {
    expect(finds('volume', 'vol1')).toBe(true);
    expect(finds('volume', 'full')).toBe(false);
  });

  it.each(['svm1', 'east', 'paused', 'nothing'])('does not find %j, which is in none of the searched texts', (text) => {
    expect(finds(text)).toBe(false);
  });

  it('does not match a job without texts', () => {
    const { id, source } = sampleJob({ nativeId: '2' });
    expect(matches({ id, source } as Job, { filters: [], search: ['', ''] })).toBe(false);
  });

  it('must match in addition to the filters', () => {
    expect(matches(job, { filters: [equalTo('state', 'paused')], search: ['', 'disk', ''] })).toBe(true);
    expect(matches(job, { filters: [equalTo('state', 'running')], search: ['', 'disk', ''] })).toBe(false);
  });
});
