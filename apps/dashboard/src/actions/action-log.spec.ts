import { changedLog, newRecords, watchFilter } from './action-log';

const record = (id: string, second: number, outcome = 'accepted'): { id: string; time: string; outcome: string } => ({
  id,
  time: new Date(Date.UTC(2026, 0, 2, 2, 11, second)).toISOString(),
  outcome,
});
const log = [record('3', 30), record('2', 20), record('1', 10)];
const ids = (records: readonly { id: string }[]): string => records.map(({ id }) => id).join(' ');

describe('changedLog', () => {
  it('puts new records first', () => {
    const later = [record('5', 50), record('4', 40)].map((each) => ({ event: 'added', record: each }) as const);
    expect(ids(changedLog(log, later, 10))).toBe('5 4 3 2 1');
  });

  it('changes a record in place', () => {
    const changed = changedLog(log, [{ event: 'modified', record: record('2', 20, 'done') }], 10);
    expect(ids(changed)).toBe('3 2 1');
    expect(changed[1]?.outcome).toBe('done');
  });

  it('adds a record of the same time by its id, and takes the last of several changes', () => {
    const changes = [
      { event: 'added', record: record('4', 30) },
      { event: 'modified', record: record('4', 30, 'done') },
    ] as const;
    const changed = changedLog(log, changes, 10);
    expect(ids(changed)).toBe('4 3 2 1');
    expect(changed[0]?.outcome).toBe('done');
  });

  it('leaves out removed records, and those beyond the limit', () => {
    expect(ids(changedLog(log, [{ event: 'removed', record: { id: '2' } }], 10))).toBe('3 1');
    expect(ids(changedLog(log, [{ event: 'removed', record: { id: '9' } }], 2))).toBe('3 2');
  });
});

describe('newRecords', () => {
  it('counts new records once, and removed ones that were listed', () => {
    const changes = [
      { event: 'added', record: record('4', 40) },
      { event: 'modified', record: record('4', 40, 'done') },
      { event: 'added', record: record('2', 20) },
      { event: 'removed', record: { id: '1' } },
      { event: 'removed', record: { id: '9' } },
    ] as const;
    expect(newRecords(log, changes)).toBe(0);
    expect(newRecords(log, changes.slice(0, 3))).toBe(1);
  });

  it('does not count what is older than the list', () => {
    expect(newRecords(log, [{ event: 'added', record: record('0', 1) }])).toBe(0);
  });
});

describe('watchFilter', () => {
  const now = Date.UTC(2026, 0, 2, 2, 30);

  it('begins a minute ago if all outcomes are final', () => {
    const settled = log.map((each) => ({ ...each, ended_time: each.time }));
    expect(watchFilter([['outcome', 'failed']], settled, now)).toEqual([
      ['outcome', 'failed'],
      ['id', `>=${now - 60_000}`],
    ]);
  });

  it('begins with the oldest record whose outcome is not final', () => {
    const mixed = [log[0]!, log[1]!, { ...log[2]!, ended_time: log[2]!.time }];
    expect(watchFilter([], mixed, now)).toEqual([['id', `>=${Date.parse(log[1]!.time)}`]]);
  });

  it('leaves a filter by id as it is', () => {
    expect(watchFilter([['id', '3']], log, now)).toEqual([['id', '3']]);
  });
});
