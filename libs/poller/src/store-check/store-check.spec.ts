import { type StoredCount } from '@gateway/core';
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
    await time.advance(10_000);
    expect(poller.report('east')?.status).toBe('ok');
    expect(store.damaged.size).toBe(0);
    await poller.stop();
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
    expect(warnings(made)).toHaveLength(2);
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
