import { type StoredCount, StoreUnavailableError } from '@gateway/core';
import { type FakeAdapter } from '@gateway/testing/fake-adapter';

import { backendWith, type PollerHarness, pollerHarness } from '../testing/poller-harness.js';

/** A poller over a shared store, with two polled sources of two jobs each. */
async function polledTwice(...more: readonly [string, FakeAdapter][]): Promise<PollerHarness> {
  const jobs = [{ native_id: 'a' }, { native_id: 'b' }];
  const made = pollerHarness(['east', backendWith(...jobs)], ['west', backendWith(...jobs)], ...more);
  made.store.isShared = true;
  await made.poller.start();
  await made.time.advance(7_000);
  return made;
}

function warnings({ lines }: PollerHarness): readonly Record<string, unknown>[] {
  return lines
    .filter(({ level, message }) => level === 'warn' && message.startsWith('store had lost'))
    .map(({ fields }) => fields);
}

function statuses({ poller }: PollerHarness): readonly unknown[] {
  return poller.reports().map(({ status }) => status);
}

describe('the check of a shared store', () => {
  it('restores lost records within a second; their sources are not ok until a poll has succeeded since', async () => {
    const made = await polledTwice();
    const { poller, store, time } = made;
    expect(statuses(made)).toEqual(['ok', 'ok']);
    store.damaged.set('east~a', undefined);
    while (store.damaged.size > 0) await time.advance(100);
    expect(time.now() % 1_000).toBe(0);
    expect(poller.report('east')).toMatchObject({
      status: 'degraded',
      reason: 'store: the store lost records, which are being restored: 1',
    });
    expect(poller.report('west')?.status).toBe('ok');
    expect(poller.lostRecords).toBe(1);
    expect(warnings(made)).toEqual([{ lost: 1, restored: 1 }]);
    await time.advance(6_000);
    expect(statuses(made)).toEqual(['ok', 'ok']);
    expect(made.statuses()).toEqual(['ok', 'ok', 'degraded', 'ok']);
    await poller.stop();
  });

  it('restores all records, of any source, also if the sources are not configured', async () => {
    const made = await polledTwice();
    const { store, time } = made;
    const text = store.jobs.get('east~a')?.text.replaceAll('east', 'north') ?? '';
    await store.append([{ type: 'put', id: 'north~a', expectedRevision: undefined, text }], {
      source: 'north',
      observedAt: time.now(),
    });
    await time.advance(2_000);
    for (const id of store.jobs.keys()) store.damaged.set(id, undefined);
    await time.advance(1_000);
    expect(store.damaged.size).toBe(0);
    expect(warnings(made)).toEqual([{ lost: 5, restored: 5 }]);
    await made.poller.stop();
  });

  it('reports sources as not ok while the records cannot be written', async () => {
    const made = await polledTwice();
    const { poller, store, time } = made;
    store.damaged.set('east~a', undefined);
    store.refused.add('east~a');
    await time.advance(20_000);
    expect(poller.report('east')).toMatchObject({
      status: 'degraded',
      reason: expect.stringMatching(/^store: the store lost records/),
    });
    expect(made.statuses()).toEqual(['ok', 'ok', 'degraded']);
    expect(warnings(made)).toEqual([]);
    store.refused.clear();
    await time.advance(60_000);
    expect(poller.report('east')?.status).toBe('ok');
    expect(store.damaged.size).toBe(0);
    await poller.stop();
  });

  it('forgets no source whose records were lost shortly before those of another source', async () => {
    const made = await polledTwice();
    const { store, time } = made;
    store.damaged.set('east~a', undefined);
    while (store.damaged.size > 0) await time.advance(100);
    store.damaged.set('west~a', undefined);
    await time.advance(12_000);
    expect(store.damaged.size).toBe(0);
    expect(statuses(made)).toEqual(['ok', 'ok']);
    await made.poller.stop();
  });

  it('forgets no source whose records were restored before the store failed', async () => {
    const jobs = Array.from({ length: 250 }, (_, at) => ({ native_id: `job-${at}` }));
    const made = await polledTwice(['north', backendWith(...jobs)]);
    const { store, time } = made;
    const append = store.append.bind(store);
    let failures = 1;
    store.append = async (drafts, context) => {
      const isSecondBatch = drafts.some(({ id }) => id === 'north~job-249');
      if (isSecondBatch && failures-- > 0) throw new StoreUnavailableError('the store is away');
      return append(drafts, context);
    };
    store.damaged.set('east~a', undefined).set('north~job-249', undefined);
    await time.advance(15_000);
    expect([failures < 1, store.damaged.size]).toEqual([true, 0]);
    expect(statuses(made)).toEqual(['ok', 'ok', 'ok']);
    expect(made.poller.lostRecords).toBe(2);
    await made.poller.stop();
  });

  it('compares less and less often if that changes nothing', async () => {
    const made = await polledTwice();
    const { store, time } = made;
    let comparisons = 0;
    const revisions = store.revisions.bind(store);
    store.revisions = async (ids) => {
      comparisons += 1;
      return revisions(ids);
    };
    store.damaged.set('east~a', undefined);
    store.refused.add('east~a');
    await time.advance(200_000);
    expect(comparisons).toBeGreaterThan(5);
    expect(comparisons).toBeLessThan(10);
    await made.poller.stop();
  });

  it('compares nothing when a damaged record is replaced', async () => {
    const late = backendWith();
    const made = await polledTwice(['north', late]);
    const { store, time } = made;
    const inspect = store.inspect.bind(store);
    store.unreadable.add('north~old');
    store.inspect = async () => {
      const { records, revision } = (await inspect()) as StoredCount;
      return { records: records + store.unreadable.size, revision };
    };
    let comparisons = 0;
    store.revisions = async () => {
      comparisons += 1;
      return { records: [], revision: '0-0' };
    };
    await time.advance(10_000);
    late.add('old');
    await time.advance(10_000);
    expect(made.job('north~old')?.state).toBe('running');
    expect(comparisons).toBe(0);
    await made.poller.stop();
  });

  it('logs losses that recur once, and once more with the counts when they have ended', async () => {
    const made = await polledTwice();
    const { store, time } = made;
    for (let loss = 0; loss < 10; loss += 1) {
      store.damaged.set('east~a', undefined);
      await time.advance(5_000);
    }
    expect(warnings(made)).toHaveLength(1);
    await time.advance(301_000);
    const ended = made.lines.filter(({ message }) => message === 'store has lost no further records');
    expect(ended).toMatchObject([{ level: 'info', fields: { restored: 10, times: 10 } }]);
    await made.poller.stop();
  });

  it('finds a loss although the store has records that the view does not have', async () => {
    const made = await polledTwice();
    const { store, time } = made;
    let extra = 3;
    const inspect = store.inspect.bind(store);
    store.inspect = async () => {
      const { records, revision } = (await inspect()) as StoredCount;
      return { records: records + extra, revision };
    };
    await time.advance(2_000);
    store.damaged.set('east~a', undefined);
    await time.advance(1_000);
    expect(store.damaged.size).toBe(0);
    extra = 1;
    await time.advance(2_000);
    store.damaged.set('east~a', undefined);
    await time.advance(1_000);
    expect(store.damaged.size).toBe(0);
    expect(made.poller.lostRecords).toBe(2);
    await made.poller.stop();
  });

  it('does not compare while the view and the store have different revisions', async () => {
    const made = await polledTwice();
    const { store, time } = made;
    store.inspect = async () => ({ records: 0, revision: '1-0' });
    await time.advance(5_000);
    expect(warnings(made)).toEqual([]);
    await made.poller.stop();
  });

  it('continues after the store was away', async () => {
    const made = await polledTwice();
    const { store, time } = made;
    store.away = true;
    store.damaged.set('west~b', undefined);
    await time.advance(30_000);
    store.away = false;
    await time.advance(10_000);
    expect(store.damaged.size).toBe(0);
    expect(statuses(made)).toEqual(['ok', 'ok']);
    await made.poller.stop();
  });

  it('is over when the poller stops, and does not run for a store of one process', async () => {
    const made = await polledTwice();
    expect(made.time.names()).toContain('store check');
    await made.poller.stop();
    expect(made.time.names()).toEqual([]);
    const alone = pollerHarness(['east', backendWith()]);
    await alone.poller.start();
    expect(alone.time.names()).not.toContain('store check');
    await alone.poller.stop();
  });
});
