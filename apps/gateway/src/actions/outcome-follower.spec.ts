import { NOT_HONOURED_AFTER_MS, type ViewedJob } from '@gateway/core';
import { put, type Sample } from '@gateway/testing/jobs';
import { ManualTime } from '@gateway/testing/manual-time';
import { until } from '@gateway/testing/until';
import { View } from '@gateway/view';

import { type FolderHome, makeFolder } from '../../../../test/support/home.js';
import { type StoredAction } from './ledger/action-record.js';
import { OutcomeFollower } from './outcome-follower.js';
import { openLedger, sampleRecord, type TestLedger } from './testing/test-ledger.js';
import { UnsettledActions } from './unsettled-actions.js';

describe('the outcome of an action', () => {
  let time: ManualTime;
  let home: FolderHome;
  let trail: TestLedger;
  let view: View;
  let follower: OutcomeFollower;
  let live: string[];
  let settled: string[];
  let sending: Set<string>;
  let revision = 0;

  beforeEach(async () => {
    time = new ManualTime(Date.UTC(2030, 0, 1));
    home = await makeFolder();
    trail = await openLedger(home, time);
    view = new View();
    [live, settled, sending] = [['me'], [], new Set()];
    const unsettled = new UnsettledActions(trail.audit, time, trail.logger);
    const poller = {
      liveReplicas: () => live,
      settle: async ({ id }: ViewedJob) => void settled.push(id),
    };
    const actions = { isSending: (id: string) => sending.has(id) };
    const parts = [poller, time, time, { name: 'me' }, trail.logger] as const;
    follower = new OutcomeFollower(trail.audit, unsettled, actions, view, ...parts);
    follower.start();
    show({ state: 'running' });
  });
  afterEach(async () => {
    follower.stop();
    await trail.close();
    await home.remove();
  });

  function show(fields: Partial<Sample>): void {
    revision += 1;
    view.apply([put({ nativeId: '1', ...fields }, `${revision}-0`)]);
  }

  async function add(fields: Partial<StoredAction>): Promise<void> {
    await trail.audit.add(sampleRecord('1', { replica: 'me', outcome: 'accepted', status: 202, ...fields }));
  }

  const outcome = (): string | undefined => trail.audit.get('1')?.record.outcome;
  const becomes = (expected: string): Promise<void> =>
    until(`the outcome is ${expected}`, () => outcome() === expected);

  it.each([
    ['cancel', 'failure', 'done'],
    ['cancel', 'cancelled', 'done'],
    ['cancel', 'success', 'finished_first'],
    ['pause', 'paused', 'done'],
    ['pause', 'success', 'finished_first'],
    ['resume', 'success', 'done'],
  ] as const)('%s of a job that is then %s is %s, at once', async (action, state, expected) => {
    if (action === 'resume') show({ state: 'paused' });
    await add({ action });
    expect(outcome()).toBe('accepted');
    show({ state });
    await becomes(expected);
    expect(trail.audit.get('1')?.record.ended_time).toBeDefined();
  });

  it('is unknown if the job is gone', async () => {
    await add({});
    show({ state: 'unknown', gone: true });
    await becomes('unknown');
  });

  it('is not_honoured if the job still runs after ten minutes, and the backend is read once more before', async () => {
    await add({});
    await time.advance(NOT_HONOURED_AFTER_MS - 5_000);
    expect([outcome(), settled]).toEqual(['accepted', []]);
    await time.advance(10_000);
    await becomes('not_honoured');
    expect(settled).toContain('east~1');
  });

  it('of a replica that has died before it had an answer is unknown after 15 s', async () => {
    await add({ replica: 'dead', outcome: 'pending' });
    await time.advance(10_000);
    expect(outcome()).toBe('pending');
    await time.advance(10_000);
    await becomes('unknown');
    expect(trail.audit.get('1')?.record).toMatchObject({
      status: 504,
      detail: 'the gateway ended before the backend answered',
    });
  });

  it('of a replica that has died after it had an answer is followed here', async () => {
    await add({ replica: 'dead' });
    await time.advance(20_000);
    show({ state: 'failure' });
    await becomes('done');
  });

  it('of another live replica is left to it', async () => {
    live.push('other');
    await add({ replica: 'other', outcome: 'pending' });
    await time.advance(60_000);
    expect(outcome()).toBe('pending');
  });

  it('stays pending while it is being sent here', async () => {
    sending.add('1');
    await add({ outcome: 'pending' });
    await time.advance(60_000);
    expect(outcome()).toBe('pending');
  });

  it('is refused if the record was written although its write had failed', async () => {
    await add({ outcome: 'pending' });
    await time.advance(5_000);
    await becomes('refused');
    expect(trail.audit.get('1')?.record).toMatchObject({
      status: 503,
      detail: 'the store was not available; nothing was sent',
    });
  });
});
