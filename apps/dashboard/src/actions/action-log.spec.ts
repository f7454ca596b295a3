import { changedLog, newRecords } from './action-log';

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
  it('counts each record that begins or ceases to match, once', () => {
    const changes = [
      { event: 'added', record: record('4', 40) },
      { event: 'modified', record: record('4', 40, 'done') },
      { event: 'added', record: record('4', 40) },
      { event: 'removed', record: { id: '1' } },
    ] as const;
    expect(newRecords(log, changes)).toBe(0);
    expect(newRecords(log, changes.slice(0, 3))).toBe(1);
  });

  it('does not count a listed record again', () => {
    expect(newRecords(log, [{ event: 'added', record: record('2', 20) }])).toBe(0);
  });

  it('counts a modified record only if it is newer than the list', () => {
    expect(newRecords(log, [{ event: 'modified', record: record('4', 40) }])).toBe(1);
    expect(newRecords(log, [{ event: 'modified', record: record('0', 1) }])).toBe(0);
  });

  it('counts matches beyond the listed ones', () => {
    expect(newRecords(log, [{ event: 'added', record: record('0', 1) }])).toBe(1);
    expect(newRecords(log, [{ event: 'removed', record: { id: '9' } }])).toBe(-1);
  });
});
