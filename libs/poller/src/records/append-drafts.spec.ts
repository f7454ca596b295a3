import { type ChangeDraft } from '@gateway/core';
import { put, remove, seenAt } from '@gateway/testing/drafts';

import { MemoryStore } from '../testing/memory-store.js';
import { firstSeen, NOW } from '../testing/sample-jobs.js';
import { appendDrafts } from './append-drafts.js';

const ID = 'east~job-1';
const TEXT = JSON.stringify(firstSeen());
const AFTER = JSON.stringify(firstSeen({ state: 'success', native_state: 'success' }));

/** A store with one record, whose revision is `known`. */
async function storeWithRecord(observedAt = NOW) {
  const store = new MemoryStore();
  const { revision: known } = await store.append([put(ID, TEXT)], seenAt(observedAt));
  const deps = { store, view: store.view, shown: async () => undefined as void };
  const append = (...drafts: ChangeDraft[]) => appendDrafts(deps, drafts, seenAt(NOW));
  return { store, known, deps, append };
}

describe('appending drafts', () => {
  it('writes what the store accepts, at once', async () => {
    const { append, deps, known, store } = await storeWithRecord();
    deps.shown = () => Promise.reject(new Error('nothing to wait for'));
    const { revision, ...result } = await append(put(ID, AFTER, known));
    expect(result).toMatchObject({ written: 1, repaired: 0, rejected: [], refused: 0 });
    expect(store.jobs.get(ID)).toMatchObject({ text: AFTER, revision });
  });

  it.each([
    ['has lost the record', undefined],
    ['has an older version of the record', '1-0'],
    ['has a version of the record that the view has not', '9999999999999-0'],
  ])('repeats a draft if the store %s', async (_case, stored) => {
    const { append, known, store } = await storeWithRecord();
    store.damaged.set(ID, stored);
    expect(await append(put(ID, AFTER, known))).toMatchObject({ written: 1, repaired: 1, rejected: [], refused: 0 });
    expect(store.jobs.get(ID)?.text).toBe(AFTER);
    expect(store.damaged.size).toBe(0);
  });

  it('repeats the draft of a new job if the store has a record that the view could not read', async () => {
    const { append, store } = await storeWithRecord();
    const text = TEXT.replaceAll('job-1', 'job-2');
    store.damaged.set('east~job-2', '5-0');
    expect(await append(put('east~job-2', text))).toMatchObject({ written: 1, repaired: 1, rejected: [], refused: 0 });
    expect(store.jobs.get('east~job-2')?.text).toBe(text);
  });

  it('repeats a removal, so that every view removes the record', async () => {
    const { append, known, store } = await storeWithRecord();
    store.damaged.set(ID, undefined);
    expect(await append(remove(ID, known))).toMatchObject({ written: 1, repaired: 1, refused: 0 });
    expect(store.jobs.has(ID)).toBe(false);
  });

  it('does not repeat a draft that the store rejects because of a later observation', async () => {
    const { append, known, store } = await storeWithRecord(NOW + 1_000);
    const result = await append(put(ID, AFTER, known), put('east~job-2', TEXT));
    expect(result).toMatchObject({ written: 1, repaired: 0, rejected: [{ id: ID, stored: known }], refused: 0 });
    expect(store.jobs.get(ID)?.text).toBe(TEXT);
  });

  it('does not repeat a draft whose record has changed, once the view shows that', async () => {
    const { append, deps, known, store } = await storeWithRecord();
    store.damaged.set(ID, '9999999999999-0');
    deps.shown = async () => {
      store.damaged.clear();
      store.jobs.set(ID, { ...store.jobs.get(ID)!, revision: '9999999999999-0' });
    };
    const rejected = [{ id: ID, stored: '9999999999999-0' }];
    expect(await append(put(ID, AFTER, known))).toMatchObject({ written: 0, repaired: 0, rejected, refused: 0 });
  });

  it('counts a draft as refused that the store rejects again without a change', async () => {
    const { append, known, store } = await storeWithRecord();
    store.damaged.set(ID, '1-0');
    store.refused.add(ID);
    const result = await append(put(ID, AFTER, known), put('east~job-2', TEXT));
    expect(result).toMatchObject({ written: 1, repaired: 0, rejected: [], refused: 1 });
    expect(store.jobs.get(ID)?.text).toBe(TEXT);
  });
});
