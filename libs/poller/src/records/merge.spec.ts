import { type JobState } from '@gateway/core';

import { firstSeen, NOW, observed, ontapContext, unifiedManagerContext } from '../testing/sample-jobs.js';
import { markGone, markUnknown, merge, withRequested } from './merge.js';

const LATER = NOW + 5_000;

describe('a job observed for the first time', () => {
  it('becomes a record with the gateway’s own fields and the observed ones', () => {
    const job = firstSeen({ start_time: '2026-01-05T09:59:00.000Z', message: 'copying' });
    expect(job).toMatchObject({
      id: 'east~job-1',
      source: { name: 'east', kind: 'ontap', labels: { site: 'lab' } },
      terminal: false,
      created_time: '2026-01-05T09:59:00.000Z',
      first_seen_time: '2026-01-05T10:00:00.000Z',
      updated_time: '2026-01-05T10:00:00.000Z',
      attempt: 1,
      gone: false,
      message: 'copying',
      _links: { self: { href: '/api/jobs/east~job-1' }, source: { href: '/api/sources/east' } },
    });
    expect(job).not.toHaveProperty('duration_seconds');
    expect(job).not.toHaveProperty('requested');
  });

  it.each([
    [
      'the submit time',
      { submit_time: '2026-01-01T00:00:00.000Z', start_time: '2026-01-02T00:00:00.000Z' },
      '2026-01-01T00:00:00.000Z',
    ],
    ['else the start time', { start_time: '2026-01-02T00:00:00.000Z' }, '2026-01-02T00:00:00.000Z'],
    ['else when it was first observed', {}, '2026-01-05T10:00:00.000Z'],
  ])('is created at %s', (_what, fields, created) => {
    expect(firstSeen(fields).created_time).toBe(created);
  });

  it.each([
    ['2026-01-05T09:00:00.000Z', '2026-01-05T09:00:02.500Z', 2.5],
    ['2026-01-05T09:00:00.000Z', '2026-01-05T08:59:00.000Z', 0],
  ])('that ran from %s to %s lasted %d s', (start_time, end_time, seconds) => {
    expect(firstSeen({ state: 'success', start_time, end_time }).duration_seconds).toBe(seconds);
  });
});

describe('a job observed again', () => {
  it('is the same object when nothing changed', () => {
    const known = firstSeen({ message: 'copying' });
    expect(merge(known, observed({ message: 'copying' }), ontapContext(LATER))).toBe(known);
  });

  it('is the same object after a round trip through JSON, whatever the order of its fields', () => {
    const requested = withRequested(
      firstSeen(),
      { requested: { action: 'pause', by: 'anonymous', time: '2026-01-05T10:00:00.000Z', outcome: 'accepted' } },
      NOW,
    );
    const known = JSON.parse(JSON.stringify(requested)) as typeof requested;
    expect(merge(known, observed(), ontapContext(LATER))).toBe(known);
  });

  it('keeps the time of its first observation and updates that of its last change', () => {
    const next = merge(firstSeen(), observed({ message: 'nearly done' }), ontapContext(LATER));
    expect(next).toMatchObject({
      message: 'nearly done',
      first_seen_time: '2026-01-05T10:00:00.000Z',
      updated_time: '2026-01-05T10:00:05.000Z',
    });
  });

  it('keeps its created time, and so its position in lists, when a queued job starts', () => {
    const queued = firstSeen({ state: 'queued' });
    const started = merge(queued, observed({ start_time: '2026-01-05T10:00:03.000Z' }), ontapContext(LATER));
    expect(started).toMatchObject({ created_time: queued.created_time, start_time: '2026-01-05T10:00:03.000Z' });
  });

  it('loses fields that the backend no longer reports', () => {
    expect(merge(firstSeen({ message: 'x' }), observed(), ontapContext(LATER))).not.toHaveProperty('message');
  });
});

describe('a terminal state', () => {
  it.each<[JobState, JobState]>([
    ['success', 'running'],
    ['success', 'failure'],
    ['failure', 'success'],
    ['cancelled', 'queued'],
    ['success', 'unknown'],
  ])('%s is not replaced by a later %s', (was, now) => {
    const known = firstSeen({ state: was, native_state: was });
    expect(merge(known, observed({ state: now, native_state: now }), ontapContext(LATER))).toBe(known);
  });

  it('still accepts other fields with the same state', () => {
    const next = merge(
      firstSeen({ state: 'failure' }),
      observed({ state: 'failure', message: 'no space left' }),
      ontapContext(LATER),
    );
    expect(next.message).toBe('no space left');
  });

  it('starts a new attempt if the backend reruns jobs, and drops the old request', () => {
    const ended = withRequested(
      firstSeen({ state: 'failure' }, unifiedManagerContext()),
      { requested: { action: 'cancel', by: 'anonymous', time: '2026-01-05T10:00:00.000Z', outcome: 'accepted' } },
      NOW,
    );
    const next = merge(ended, observed(), unifiedManagerContext(LATER));
    expect(next).toMatchObject({
      state: 'running',
      terminal: false,
      attempt: 2,
      created_time: '2026-01-05T10:00:05.000Z',
    });
    expect(next).not.toHaveProperty('requested');
  });

  it.each([
    ['a later submission', { submit_time: '2026-01-05T10:00:01.000Z', end_time: '2026-01-05T09:00:00.000Z' }],
    ['a later end', { submit_time: '2026-01-05T08:00:00.000Z', end_time: '2026-01-05T10:00:02.000Z' }],
    [
      'earlier times, because its clock was set back',
      { submit_time: '2026-01-05T03:00:00.000Z', end_time: '2026-01-05T04:00:00.000Z' },
    ],
  ])('counts an attempt that started and ended between two polls once, recognised by %s', (_which, times) => {
    const first = { submit_time: '2026-01-05T08:00:00.000Z', end_time: '2026-01-05T09:00:00.000Z' };
    const known = firstSeen({ state: 'failure', ...first }, unifiedManagerContext());
    const rerun = merge(known, observed({ state: 'success', ...times }), unifiedManagerContext(LATER));
    expect(rerun).toMatchObject({ state: 'success', attempt: 2 });
    expect(merge(rerun, observed({ state: 'success', ...times }), unifiedManagerContext(LATER + 5_000))).toBe(rerun);
  });

  it('is not a new attempt because the backend’s clock is ahead of ours', () => {
    const ahead = observed({ state: 'success', submit_time: '2026-01-05T12:00:00.000Z' });
    const known = merge(undefined, ahead, unifiedManagerContext());
    expect(merge(known, ahead, unifiedManagerContext(LATER))).toBe(known);
  });

  it('is not replaced by an unknown native state, even if the backend reruns jobs', () => {
    const known = firstSeen({ state: 'success' }, unifiedManagerContext());
    expect(merge(known, observed({ state: 'unknown' }), unifiedManagerContext(LATER))).toBe(known);
  });

  it('starts a new attempt if a rerun was submitted later, even with an unknown native state', () => {
    const known = firstSeen({ state: 'success', submit_time: '2026-01-05T08:00:00.000Z' }, unifiedManagerContext());
    const again = observed({ state: 'unknown', submit_time: '2026-01-05T10:00:01.000Z' });
    const next = merge(known, again, unifiedManagerContext(LATER));
    expect(next).toMatchObject({ state: 'unknown', terminal: false, attempt: 2 });
  });
});

describe('a job the backend no longer has', () => {
  it('keeps its last state when it had ended', () => {
    const known = firstSeen({ state: 'success', message: 'Complete' });
    expect(markGone(known, ontapContext(LATER))).toMatchObject({ state: 'success', message: 'Complete', gone: true });
  });

  it('is unknown and gone when its outcome was not observed, never a success or a failure', () => {
    const gone = markGone(firstSeen(), ontapContext(LATER));
    expect(gone).toMatchObject({ state: 'unknown', terminal: true, gone: true });
    expect(gone.message).toContain('its last known state was running');
    expect(gone.actions.every((action) => !action.allowed)).toBe(true);
  });

  it.each([
    [['message'], undefined],
    [['message', 'tasks'], ['tasks']],
  ])('has a complete message of the gateway in place of a truncated one (%j)', (truncated, others) => {
    const known = firstSeen({ message: 'x', truncated });
    expect(markGone(known, ontapContext(LATER)).truncated).toEqual(others);
    const unknown = markUnknown(known, '2026-01-05T10:00:00.000Z', ontapContext(LATER));
    expect(unknown.truncated).toEqual(others);
    expect(unknown.message).toContain('has not reported the job since 2026-01-05');
  });

  it('is marked gone once', () => {
    const gone = markGone(firstSeen(), ontapContext(LATER));
    expect(markGone(gone, ontapContext(LATER + 5_000))).toBe(gone);
  });

  it.each<JobState>(['running', 'failure'])('has the state of the backend when it is listed again as %s', (state) => {
    const gone = markGone(firstSeen(), ontapContext(LATER));
    const back = merge(gone, observed({ state, native_state: state }), ontapContext(LATER));
    expect(back).toMatchObject({ state, gone: false, attempt: 1 });
  });

  it('is no longer gone when an ended job is listed again', () => {
    const gone = markGone(firstSeen({ state: 'success' }), ontapContext(LATER));
    expect(merge(gone, observed({ state: 'running' }), ontapContext(LATER))).toMatchObject({
      state: 'success',
      gone: false,
    });
  });
});

describe('the states of a job', () => {
  const at = (step: number): string => new Date(NOW + step * 5_000).toISOString();
  const states = (...seen: readonly JobState[]) => seen.map((state, step) => ({ state, time: at(step) }));

  it('are kept once the state has changed, also when it is unknown or gone', () => {
    const first = firstSeen({ state: 'queued' });
    expect(first).not.toHaveProperty('states');
    const running = merge(first, observed(), ontapContext(NOW + 5_000));
    expect(running.states).toEqual(states('queued', 'running'));
    const busy = merge(running, observed({ message: 'half' }), ontapContext(NOW + 7_000));
    expect(busy.states).toEqual(running.states);
    const unknown = markUnknown(busy, at(1), ontapContext(NOW + 10_000));
    expect(unknown.states).toEqual(states('queued', 'running', 'unknown'));
    const back = merge(unknown, observed(), ontapContext(NOW + 15_000));
    expect(markGone(back, ontapContext(NOW + 20_000)).states).toEqual(
      states('queued', 'running', 'unknown', 'running', 'unknown'),
    );
    const ended = merge(back, observed({ state: 'success' }), ontapContext(NOW + 20_000));
    expect(markGone(ended, ontapContext(NOW + 25_000)).states).toEqual(ended.states);
  });

  it('are the last 20, of all runs', () => {
    let job = firstSeen({ state: 'running' }, unifiedManagerContext());
    for (let step = 1; step < 25; step += 1) {
      const submit_time = at(step);
      const state = step % 2 === 0 ? 'running' : 'success';
      job = merge(job, observed({ state, submit_time }), unifiedManagerContext(NOW + step * 5_000));
    }
    expect(job.attempt).toBeGreaterThan(10);
    expect(job.states).toHaveLength(20);
    expect(job.states?.at(-1)).toEqual({ state: 'running', time: at(24) });
  });

  it('do not make equal records different, whatever changed them', () => {
    const requested = { action: 'cancel', by: 'ann', time: at(0), outcome: 'accepted' } as const;
    const marked = markUnknown(withRequested(firstSeen(), { requested }, NOW), at(0), ontapContext(NOW + 5_000));
    const seen = merge(marked, observed(), ontapContext(NOW + 10_000));
    expect(Object.keys(seen).slice(-4)).toEqual(['states', 'actions', '_links', 'requested']);
    expect(Object.keys(marked).slice(-4)).toEqual(['states', 'actions', '_links', 'requested']);
    expect(merge(seen, observed(), ontapContext(NOW + 15_000))).toBe(seen);
  });
});

describe('a requested action', () => {
  const time = '2026-01-05T10:00:00.000Z';

  it.each<['pause' | 'resume' | 'cancel', JobState, JobState, string]>([
    ['pause', 'running', 'running', 'accepted'],
    ['pause', 'running', 'paused', 'done'],
    ['resume', 'paused', 'paused', 'accepted'],
    ['resume', 'paused', 'running', 'done'],
    ['cancel', 'running', 'running', 'accepted'],
    ['cancel', 'running', 'success', 'finished_first'],
    ['cancel', 'running', 'failure', 'done'],
    ['pause', 'running', 'success', 'finished_first'],
    ['resume', 'paused', 'failure', 'done'],
  ])('%s of a %s job that is then %s is %s', (action, before, after, outcome) => {
    const requested = withRequested(
      firstSeen({ state: before }),
      { requested: { action, by: 'anonymous', time: new Date(NOW).toISOString(), outcome: 'accepted' } },
      NOW,
    );
    const next = merge(requested, observed({ state: after }), ontapContext(LATER));
    expect(next.requested).toEqual({ action, by: 'anonymous', time: new Date(NOW).toISOString(), outcome });
  });

  it('whose response was lost is not done because the job ended', () => {
    const request = { action: 'cancel', by: 'anonymous', time, outcome: 'unknown' } as const;
    const next = merge(
      withRequested(firstSeen(), { requested: request }, NOW),
      observed({ state: 'success' }),
      ontapContext(LATER),
    );
    expect(next.requested?.outcome).toBe('unknown');
  });

  it('that was accepted is unknown once the job is gone', () => {
    const request = { action: 'cancel', by: 'anonymous', time, outcome: 'accepted' } as const;
    const known = withRequested(firstSeen(), { requested: request }, Date.parse(time));
    expect(markGone(known, ontapContext(LATER)).requested?.outcome).toBe('unknown');
  });

  it('that the backend never allows for the job is not offered again while the job is active', () => {
    const request = { action: 'pause', by: 'anonymous', time, outcome: 'failed' } as const;
    const refusal = { actions: ['pause'], code: '458783', reason: 'cannot be paused' } as const;
    const known = withRequested(firstSeen(), { requested: request, refusal }, NOW);
    const next = merge(known, observed({ message: 'copying' }), ontapContext(LATER));
    const [pause] = next.actions;
    expect(pause).toEqual({ name: 'pause', allowed: false, reason: 'cannot be paused', code: '458783' });
  });

  it('that failed stays failed', () => {
    const failed = { action: 'pause', by: 'anonymous', time, outcome: 'failed' } as const;
    const next = merge(
      withRequested(firstSeen(), { requested: failed }, NOW),
      observed({ state: 'paused' }),
      ontapContext(LATER),
    );
    expect(next.requested?.outcome).toBe('failed');
  });
});

describe('the actions offered', () => {
  it.each<[JobState, boolean, boolean, boolean]>([
    ['queued', true, false, true],
    ['running', true, false, true],
    ['paused', false, true, true],
    ['unknown', true, false, true],
    ['success', false, false, false],
  ])('on a %s ONTAP job are pause %s, resume %s, cancel %s', (state, pause, resume, cancel) => {
    const allowed = firstSeen({ state }).actions.map((action) => [action.name, action.allowed]);
    expect(Object.fromEntries(allowed)).toEqual({ pause, resume, cancel });
  });

  it('are none if the backend has no such call, with the reason', () => {
    const { actions } = firstSeen({}, unifiedManagerContext());
    expect(actions).toContainEqual({
      name: 'cancel',
      allowed: false,
      reason: 'unified-manager jobs cannot be cancelled over REST',
    });
  });
});
