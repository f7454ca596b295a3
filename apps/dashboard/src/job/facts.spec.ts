import { type Job } from '../api/types';
import { factQuery, factsOf } from './facts';

const job: Job = {
  id: 'east~1',
  native_id: '1',
  source: { name: 'east', kind: 'ontap', labels: { site: 'tokyo' } },
  state: 'running',
  terminal: false,
  native_state: 'running',
  svm: { name: 'svm1', uuid: 'u-1' },
  user: { id: '7' },
  code: 0,
  created_time: '2026-01-02T02:11:07.000Z',
  first_seen_time: '2026-01-02T02:11:07.000Z',
  updated_time: '2026-01-02T02:11:07.000Z',
  attempt: 1,
  gone: false,
  spawned: { total: 3, failed: 1 },
  actions: [],
  _links: { self: { href: '/api/jobs/east~1' }, source: { href: '/api/sources/east' } },
};

it('lists what is known, named as the fields of the API', () => {
  expect(factsOf(job).map(({ field, value }) => `${field}=${value}`)).toEqual([
    'source.kind=ontap',
    'svm.name=svm1',
    'svm.uuid=u-1',
    'user.id=7',
    'native_id=1',
    'native_state=running',
    'code=0',
    'source.labels.site=tokyo',
    'spawned=total 3, failed 1',
  ]);
});

it('finds other jobs by a name, or by an id where there is no name', () => {
  const filters = factsOf(job).filter(({ isFilter }) => isFilter);
  expect(filters.map(({ field }) => field)).toEqual([
    ...['source.kind', 'svm.name', 'user.id', 'native_state', 'code', 'source.labels.site'],
  ]);
});

it('quotes values that have characters of the filter syntax', () => {
  expect(factQuery({ field: 'svm.name', value: 'svm1' })).toBe('svm.name=svm1');
  expect(factQuery({ field: 'user.name', value: 'a|b*' })).toBe('user.name=%22a|b*%22');
});
