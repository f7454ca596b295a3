import { CLOCK_TOLERANCE_MS, type Revision, StoreUnavailableError } from '@gateway/core';
import { put, seenAt } from '@gateway/testing/drafts';

import { MemoryStore } from '../testing/memory-store.js';
import { firstSeen, NOW } from '../testing/sample-jobs.js';
import { restoreLost } from './restore-lost.js';

/** A store with this number of records, and a restoration that keeps the ids of lost ones. */
async function storeWith(count: number) {
  const store = new MemoryStore();
  const ids = Array.from({ length: count }, (_, at) => `east~job-${at}`);
  for (const id of ids) {
    const text = JSON.stringify(firstSeen({ native_id: id.slice('east~'.length) }));
    await store.append([put(id, text)], seenAt(NOW));
  }
  const lost: string[] = [];
  const stop = new AbortController();
  const deps = {
    store,
    view: store.view,
    clock: { now: () => NOW + 1_000 },
    losses: { records: 0 },
    shown: async (_revision: Revision): Promise<void> => undefined,
    stopped: stop.signal,
  };
  const restore = () =>
    restoreLost(deps, store.view.oldestFirst(), (records) => void lost.push(...records.map(({ id }) => id)));
  return { store, ids, lost, deps, restore, stop };
}

describe('the restoration of records', () => {
  it('writes back what the store has lost or has in another version, and nothing else', async () => {
    const { lost, restore, store } = await storeWith(1_000);
    const texts = new Map([...store.jobs].map(([id, { text }]) => [id, text]));
    const before = new Map([...store.jobs].map(([id, { revision }]) => [id, revision]));
    for (let at = 0; at < 1_000; at += 3) store.damaged.set(`east~job-${at}`, at % 2 === 0 ? undefined : '1-0');
    store.damaged.set('east~job-1', '9999999999999-0');
    expect(await restore()).toBe(335);
    expect(lost).toHaveLength(335);
    expect(new Map([...store.jobs].map(([id, { text }]) => [id, text]))).toEqual(texts);
    const written = [...store.jobs].filter(([id, { revision }]) => revision !== before.get(id)).map(([id]) => id);
    expect(written.sort()).toEqual([...lost].sort());
    expect(store.damaged.size).toBe(0);
  });

  it('leaves a record alone that was removed or changed while it was compared', async () => {
    const { deps, ids, lost, restore, store } = await storeWith(3);
    for (const id of ids) store.damaged.set(id, undefined);
    deps.shown = async () => {
      store.jobs.delete('east~job-0');
      store.jobs.set('east~job-1', { ...store.jobs.get('east~job-1')!, revision: '9999999999999-0' });
    };
    expect(await restore()).toBe(1);
    expect(lost).toEqual(['east~job-2']);
    expect(store.jobs.has('east~job-0')).toBe(false);
  });

  it('lets a replica whose clock is behind write its next observation', async () => {
    const { restore, store } = await storeWith(1);
    store.damaged.set('east~job-0', undefined);
    await restore();
    const restored = store.jobs.get('east~job-0');
    const behind = seenAt(NOW + 1_000 - CLOCK_TOLERANCE_MS);
    expect((await store.append([put('east~job-0', restored?.text, restored?.revision)], behind)).rejected).toEqual([]);
  });

  it('ends when it is stopped', async () => {
    const { restore, stop, store } = await storeWith(1);
    store.damaged.set('east~job-0', undefined);
    stop.abort(new StoreUnavailableError('the gateway is stopping'));
    await expect(restore()).rejects.toThrow('the gateway is stopping');
    expect(store.damaged.size).toBe(1);
  });
});
