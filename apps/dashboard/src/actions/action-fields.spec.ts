import { type Action } from '../api/types';
import { valueOffers } from './action-fields';

const action = (by: string, status?: number): Action => ({
  id: '1',
  time: '2026-01-02T02:11:30.000Z',
  action: 'cancel',
  outcome: 'done',
  ...(status !== undefined && { status }),
  by: { name: by, method: 'token', address: '192.0.2.7' },
  job: { id: 'east~1' },
  source: { name: 'east' },
  request_id: 'r',
});
const records = [action('bo', 200), action('anna', 202), action('anna')];

it('offers the values of a field, the most frequent first', () => {
  expect(valueOffers(records, 'by.name')).toEqual([
    { insert: 'anna', note: '2', isComplete: true },
    { insert: 'bo', note: '1', isComplete: true },
  ]);
  expect(valueOffers(records, 'status').map(({ insert }) => insert)).toEqual(['200', '202']);
});

it('offers nothing for absent values and for parts of a record', () => {
  expect(valueOffers(records, 'detail')).toEqual([]);
  expect(valueOffers(records, 'backend.code')).toEqual([]);
  expect(valueOffers(records, 'by')).toEqual([]);
});
