import { type JobRow } from './job-row';
import { type ListPage, LiveWindow } from './live-window';

/** A job; a higher number is newer. */
function job(number: number, over: Partial<JobRow> = {}): JobRow {
  return {
    id: `east~${number}`,
    native_id: String(number),
    source: { name: 'east', kind: 'ontap' },
    state: 'running',
    terminal: false,
    gone: false,
    native_state: 'running',
    created_time: new Date(Date.UTC(2026, 0, 1) + number * 1_000).toISOString(),
    updated_time: '2026-01-01T00:00:00.000Z',
    attempt: 1,
    actions: [],
    ...over,
  };
}

/** A page of the newest-first list whose first job has the number `from`. */
function page(from: number, count = 100, next?: string, start?: string): ListPage {
  return { start, next, revision: '5-0', rows: Array.from({ length: count }, (_, index) => job(from - index)) };
}

const ids = (window: LiveWindow): readonly string[] => window.rows().map((row) => row.job.native_id);

describe('the live window', () => {
  it('changes a value in place and marks its cell', () => {
    const window = new LiveWindow();
    window.reset(page(3, 3));
    const before = window.rows();
    expect(window.apply({ type: 'modified', revision: '6-0', job: job(2, { message: 'half' }) })).toBe(true);
    const after = window.rows();
    expect(ids(window)).toEqual(['3', '2', '1']);
    expect(after[1]).toMatchObject({ changed: ['message'], version: 1, job: { message: 'half' } });
    expect([after[0], after[2]]).toEqual([before[0], before[2]]);
    expect(after[0]).toBe(before[0]);
  });

  it('counts a new job and does not insert it', () => {
    const window = new LiveWindow();
    window.reset(page(3, 3));
    window.apply({ type: 'added', revision: '6-0', job: job(4) });
    window.apply({ type: 'modified', revision: '6-1', job: job(4, { message: 'x' }) });
    expect([window.newCount, ids(window)]).toEqual([1, ['3', '2', '1']]);
    window.apply({ type: 'removed', revision: '6-2', id: 'east~4' });
    expect(window.newCount).toBe(0);
  });

  it('does not count a change below the last loaded page', () => {
    const window = new LiveWindow();
    window.reset(page(500, 100, 'next'));
    window.apply({ type: 'modified', revision: '6-0', job: job(10) });
    expect(window.newCount).toBe(0);
  });

  it('counts only jobs that begin to match in another order', () => {
    const window = new LiveWindow('duration_seconds desc');
    window.reset(page(3, 3));
    window.apply({ type: 'modified', revision: '6-0', job: job(9) });
    expect(window.newCount).toBe(0);
    window.apply({ type: 'added', revision: '6-1', job: job(9) });
    expect(window.newCount).toBe(1);
    window.apply({ type: 'modified', revision: '6-2', job: job(2, { duration_seconds: 7 }) });
    expect(window.isSortStale).toBe(true);
  });

  it('keeps a job that does not match any more until the list is loaded again', () => {
    const window = new LiveWindow();
    window.reset(page(3, 3));
    window.apply({ type: 'removed', revision: '6-0', id: 'east~2' });
    expect([ids(window), window.leftCount]).toEqual([['3', '2', '1'], 1]);
    window.apply({ type: 'added', revision: '6-1', job: job(2) });
    expect(window.leftCount).toBe(0);
    window.apply({ type: 'removed', revision: '6-2', id: 'east~2' });
    expect(window.reset({ ...page(3, 1), revision: '7-0', rows: [job(3), job(1)] })).toBe(1);
    expect(ids(window)).toEqual(['3', '1']);
  });

  it('shows what has become of jobs that do not match any more', () => {
    const window = new LiveWindow();
    window.reset(page(4, 4));
    for (const number of [1, 2, 3]) window.apply({ type: 'removed', revision: `6-${number}`, id: `east~${number}` });
    expect(window.leftIds).toEqual(['east~3', 'east~2', 'east~1']);
    window.apply({ type: 'added', revision: '7-0', job: job(1) });
    const failed = job(3, { state: 'failure', terminal: true, updated_time: '2026-01-01T00:00:09.000Z' });
    window.updateLeft(['east~3', 'east~2', 'east~1'], [failed]);
    const [, third, second, first] = window.rows();
    expect(third).toMatchObject({ hasLeft: true, changed: ['state'], job: { state: 'failure' } });
    expect(second).toMatchObject({ hasLeft: true, job: { terminal: true, actions: [] } });
    expect(first).toMatchObject({ hasLeft: false, job: { terminal: false } });
    expect(window.leftIds).toEqual([]);
  });

  it('ignores changes that the list reflects already', () => {
    const window = new LiveWindow();
    window.reset(page(3, 3));
    expect(window.apply({ type: 'removed', revision: '5-0', id: 'east~2' })).toBe(false);
    expect(window.apply({ type: 'added', revision: '4-9', job: job(9) })).toBe(false);
    expect([window.leftCount, window.newCount]).toEqual([0, 0]);
  });

  it('has at most ten pages and remembers the cursors of the dropped ones', () => {
    const window = new LiveWindow();
    window.reset(page(2_000, 100, 'c1'));
    for (let i = 1; i <= 11; i++) window.append(page(2_000 - i * 100, 100, `c${i + 1}`, `c${i}`));
    expect([window.rows().length, window.next]).toEqual([1_000, 'c12']);
    expect(ids(window)[0]).toBe('1800');
    expect(window.previous).toEqual({ start: 'c1', size: 100 });
    expect(window.offset).toBe(200);
    window.prepend(page(1_900, 100, 'c2', 'c1'));
    expect([ids(window)[0], window.rows().length, window.next]).toEqual(['1900', 1_000, 'c11']);
    expect(window.previous).toEqual({ start: undefined, size: 100 });
  });

  it('loads again in whole pages', () => {
    const window = new LiveWindow();
    window.reset(page(2_000, 30));
    expect(window.size).toBe(100);
    window.reset(page(2_000, 250));
    expect(window.size).toBe(300);
  });
});
