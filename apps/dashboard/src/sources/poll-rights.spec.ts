import { type Me } from '../api/types';
import { pollFilters } from './poll-rights';

const me = (...sources: Me['sources']): Me => ({ name: 'anna', method: 'token', sources });

describe('pollFilters', () => {
  it('selects the sources of each role that includes polling', () => {
    const caller = me(
      { role: 'viewer' },
      { role: 'operator', sources: 'source.name=north|west|um1-*' },
      { role: 'admin', sources: 'source.labels.site=lab&source.kind=ontap' },
    );
    expect(pollFilters(caller)).toEqual([
      [['name', 'north|west|um1-*']],
      [
        ['labels.site', 'lab'],
        ['kind', 'ontap'],
      ],
    ]);
  });

  it('selects all sources for a role without a filter, and without access rules', () => {
    expect(pollFilters(me({ role: 'operator', sources: 'source.name=a' }, { role: 'admin' }))).toEqual([[]]);
    expect(pollFilters({ ...me(), method: 'none' })).toEqual([[]]);
  });

  it('selects none for a viewer', () => expect(pollFilters(me({ role: 'viewer' }))).toEqual([]));
});
