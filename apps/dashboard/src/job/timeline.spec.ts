import { milestones, type RecordedChange, secondsBetween, timelineOf } from './timeline';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 2, 2, 11, seconds)).toISOString();
const job = { submit_time: at(7), start_time: at(11), end_time: at(52), first_seen_time: at(12) };

describe('milestones', () => {
  it('has the known times, oldest first', () => {
    expect(milestones(job).map(({ milestone }) => milestone)).toEqual(['submitted', 'started', 'first_seen', 'ended']);
    expect(milestones({ first_seen_time: at(1) })).toEqual([
      { key: 'first_seen', time: at(1), milestone: 'first_seen' },
    ]);
  });

  it('orders times of clocks that differ', () => {
    const order = milestones({ first_seen_time: at(5), submit_time: at(6), start_time: at(6) });
    expect(order.map(({ milestone }) => milestone)).toEqual(['first_seen', 'submitted', 'started']);
  });
});

describe('timelineOf', () => {
  const changes: readonly RecordedChange[] = [
    { time: at(12), state: 'running', message: 'node 1 of 4' },
    { time: at(20), state: 'running', message: 'node 2 of 4' },
    {
      time: at(30),
      state: 'running',
      message: 'node 2 of 4',
      requested: { action: 'cancel', outcome: 'accepted', by: 'anna' },
    },
    {
      time: at(53),
      state: 'failure',
      message: 'canceled',
      requested: { action: 'cancel', outcome: 'done', by: 'anna' },
    },
  ];

  it('shows what differs from the change before', () => {
    const lines = timelineOf({ first_seen_time: at(1) }, changes, []).slice(1);
    expect(lines).toEqual([
      { key: 'change-0', time: at(12), state: 'running', message: 'node 1 of 4' },
      { key: 'change-1', time: at(20), message: 'node 2 of 4' },
      { key: 'change-2', time: at(30), request: { action: 'cancel', outcome: 'accepted', by: 'anna' } },
      {
        ...{ key: 'change-3', time: at(53), state: 'failure', message: 'canceled' },
        request: { action: 'cancel', outcome: 'done', by: 'anna' },
      },
    ]);
  });

  it('joins what happened at the same time, but not two things of one kind', () => {
    const times = { submit_time: at(12), first_seen_time: at(12), end_time: at(53) };
    const lines = timelineOf(times, changes, []);
    expect(lines.map(({ milestone, state, time }) => [time, milestone, state])).toEqual([
      [at(12), 'submitted', undefined],
      [at(12), 'first_seen', 'running'],
      [at(20), undefined, undefined],
      [at(30), undefined, undefined],
      [at(53), 'ended', 'failure'],
    ]);
  });

  it('leaves out a change without a difference', () => {
    const [first] = changes;
    expect(timelineOf({ first_seen_time: at(1) }, [first!, { ...first!, time: at(13) }], [])).toHaveLength(2);
  });

  it('adds refused actions of the audit, but not those that a change shows', () => {
    const audit = [
      { id: '1', time: at(29), action: 'cancel', outcome: 'done', by: { name: 'anna' } },
      { id: '2', time: at(40), action: 'pause', outcome: 'refused', by: { name: 'bo' }, detail: 'needs operator' },
    ];
    const requests = timelineOf(job, changes, audit).filter(({ request }) => request !== undefined);
    expect(requests.map(({ key }) => key)).toEqual(['change-2', 'audit-2', 'change-3']);
    expect(requests[1]?.request).toEqual({ action: 'pause', outcome: 'refused', by: 'bo', detail: 'needs operator' });
  });

  it('has the actions of the audit from before the first recorded change', () => {
    const audit = [{ id: '1', time: at(2), action: 'pause', outcome: 'done', by: { name: 'anna' } }];
    expect(timelineOf(job, changes, audit)[0]?.key).toBe('audit-1');
    expect(timelineOf(job, [], audit).some(({ key }) => key === 'audit-1')).toBe(true);
  });
});

it('counts the seconds between two times', () => {
  expect(secondsBetween(at(7), at(11))).toBe(4);
  expect(secondsBetween(at(11), at(7))).toBe(-4);
});
