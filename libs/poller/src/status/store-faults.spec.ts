import { CLOCK_TOLERANCE_MS } from '@gateway/core';

import { backendWith, type PollerHarness, pollerHarness } from '../testing/poller-harness.js';

/** A poller whose store refuses to write the record of a job that has changed. */
async function refusingStore(): Promise<PollerHarness & { readonly change: (state: 'paused' | 'running') => void }> {
  const backend = backendWith({ native_id: 'a' }, { native_id: 'b' });
  const made = pollerHarness(['east', backend]);
  await made.poller.start();
  await made.time.advance(6_000);
  const change = (state: 'paused' | 'running'): void => backend.add('a', { state, native_state: state });
  return { ...made, change };
}

function lines({ lines: all }: PollerHarness, text: string): number {
  return all.filter(({ message }) => message.includes(text)).length;
}

describe('a store that refuses records', () => {
  it('never makes a poll a success: the source fails, and the refusals are counted and logged once', async () => {
    const made = await refusingStore();
    const { change, job, poller, store, time } = made;
    store.refused.add('east~a');
    store.damaged.set('east~a', '1-0');
    change('paused');
    await time.advance(5_000);
    const reason = 'store: the store refuses records of the source: 1';
    expect(poller.report('east')).toMatchObject({ status: 'degraded', reason });
    await time.advance(30_000);
    expect(job('east~a')?.state).toBe('running');
    expect(poller.report('east')).toMatchObject({ status: 'failing', reason });
    expect(poller.freshness().stale).toMatchObject([{ name: 'east', reason }]);
    expect(poller.counters().get('east')?.refused).toBeGreaterThan(5);
    store.refused.clear();
    await time.advance(6_000);
    expect(job('east~a')?.state).toBe('paused');
    expect(poller.report('east')?.status).toBe('ok');
    expect(lines(made, 'had lost or damaged were written again')).toBe(1);
    expect(made.statuses()).toEqual(['ok', 'degraded', 'failing', 'ok']);
    await time.advance(300_000);
    expect([lines(made, 'store refuses records'), lines(made, 'no further records of a source were refused')]).toEqual([
      1, 1,
    ]);
    await poller.stop();
  });

  it('makes the source fail if it rejects a record for longer than the clock of any replica may be ahead', async () => {
    const made = await refusingStore();
    const { change, poller, store, time } = made;
    store.refused.add('east~a');
    change('paused');
    await time.advance(CLOCK_TOLERANCE_MS);
    expect(poller.report('east')?.status).toBe('ok');
    expect(poller.counters().get('east')?.refused).toBe(0);
    await time.advance(10_000);
    expect(poller.report('east')).toMatchObject({ status: 'degraded', reason: expect.stringContaining('refuses') });
    await time.advance(20_000);
    expect(poller.report('east')?.status).toBe('failing');
    expect(lines(made, 'store refuses records')).toBe(1);
    await poller.stop();
  });

  it('does not make the source fail if the rejected record holds a later observation each time', async () => {
    const made = await refusingStore();
    const { change, job, poller, store, time } = made;
    const append = store.append.bind(store);
    let lookups = 0;
    // A lookup that begins later is written before each poll.
    store.append = async (drafts, context) => {
      if (context.fencing !== undefined && drafts.some(({ id }) => id === 'east~a')) {
        const known = store.jobs.get('east~a')!;
        const text = JSON.stringify({ ...known.job, message: `lookup ${(lookups += 1)}` });
        const draft = { type: 'put', id: 'east~a', expectedRevision: known.revision, text } as const;
        await append([draft], { source: 'east', observedAt: context.observedAt + 1_000 });
      }
      return append(drafts, context);
    };
    change('paused');
    await time.advance(40_000);
    expect(lookups).toBeGreaterThan(5);
    expect(job('east~a')?.message).toBe(`lookup ${lookups}`);
    expect(poller.report('east')?.status).toBe('ok');
    expect(poller.counters().get('east')?.refused).toBe(0);
    await poller.stop();
  });

  it('makes a lookup for a client fail, which would otherwise return the old state', async () => {
    const { change, poller, store } = await refusingStore();
    store.refused.add('east~a');
    store.damaged.set('east~a', '1-0');
    change('paused');
    await expect(poller.fetchJob('east', 'a')).rejects.toThrow('the store refuses the record');
    expect(poller.counters().get('east')?.refused).toBe(1);
    store.refused.clear();
    expect((await poller.fetchJob('east', 'a'))?.job.state).toBe('paused');
    await poller.stop();
  });
});

describe('a store that has lost a record', () => {
  it('causes one line if each poll must write records again, and one with the counts', async () => {
    const made = await refusingStore();
    const { change, poller, store, time } = made;
    for (let poll = 0; poll < 20; poll += 1) {
      store.damaged.set('east~a', undefined);
      change(poll % 2 === 0 ? 'paused' : 'running');
      await time.advance(5_000);
    }
    expect(poller.lostRecords).toBe(20);
    expect(lines(made, 'had lost or damaged were written again')).toBe(1);
    await time.advance(310_000);
    expect(lines(made, 'no further lost or damaged records')).toBe(1);
    await poller.stop();
  });

  it('gets it from the next poll if the job has changed, also if it is on an unchanged page afterwards', async () => {
    const made = await refusingStore();
    const { change, job, poller, store, time } = made;
    store.damaged.set('east~a', undefined);
    change('paused');
    await time.advance(5_000);
    expect(job('east~a')?.state).toBe('paused');
    expect(store.damaged.size).toBe(0);
    expect(poller.report('east')?.status).toBe('ok');
    expect(poller.lostRecords).toBe(1);
    store.damaged.set('east~a', '1-0');
    change('running');
    await time.advance(5_000);
    expect(job('east~a')?.state).toBe('running');
    await poller.stop();
  });
});
