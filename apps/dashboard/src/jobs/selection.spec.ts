import { type JobRow } from './job-row';
import { allowed, idFilter, refresh, tickRange, toggle } from './selection';

const job = (id: string, isAllowed = true): JobRow =>
  ({ id, actions: [{ name: 'cancel', allowed: isAllowed, reason: isAllowed ? undefined : 'finished' }] }) as JobRow;
const jobs = ['a', 'b', 'c', 'd'].map((id) => job(id));
const none = new Map<string, JobRow>();

describe('the selection', () => {
  it('ticks and unticks', () => {
    const one = toggle(none, job('a'));
    expect([...one.keys()]).toEqual(['a']);
    expect(toggle(one, job('a')).size).toBe(0);
  });

  it('ticks a range in both directions, and one job without a beginning', () => {
    expect([...tickRange(none, jobs, 'b', 'd').keys()]).toEqual(['b', 'c', 'd']);
    expect([...tickRange(none, jobs, 'c', 'a').keys()]).toEqual(['a', 'b', 'c']);
    expect([...tickRange(none, jobs, 'gone', 'c').keys()]).toEqual(['c']);
  });

  it('survives updates, and a job that is not in the list any more stays', () => {
    const selection = new Map(['a', 'x'].map((id) => [id, job(id)]));
    const finished = job('a', false);
    const next = refresh(selection, new Map([['a', finished]]));
    expect([...next.keys()]).toEqual(['a', 'x']);
    expect(next.get('a')).toBe(finished);
    expect(refresh(next, new Map([['a', finished]]))).toBe(next);
  });

  it('knows which jobs take an action', () => {
    const selection = new Map([job('a'), job('b', false)].map((each) => [each.id, each]));
    expect(allowed(selection, 'cancel').map(({ id }) => id)).toEqual(['a']);
    expect(allowed(selection, 'pause')).toEqual([]);
  });

  it('is a filter of quoted ids', () => expect(idFilter(['e~1', 'e~a|b'])).toBe('"e~1"|"e~a|b"'));
});
