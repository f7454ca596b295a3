import { type ChangeDraft, FIRST_REVISION, type JobStore, type RejectedDraft, type Revision } from '@gateway/core';
import { allJobs } from '@gateway/testing/drafts';
import fc from 'fast-check';

import { Follower } from './follower.js';
import { type StoreFixture } from './store-fixture.js';

const RUNS = 20;
const NEVER_WRITTEN: Revision = '1-1';
/** In place of a revision that the store has not returned yet. */
const PENDING: Revision = 'not known yet';

/** A record of the model. */
interface ModelRecord {
  readonly text: string;
  readonly revision: Revision;
  readonly observedAt: number;
  readonly fencing: number;
}

/** An append, before the revisions of its jobs are known. */
interface BatchPlan {
  readonly observedAt: number;
  readonly fencing: number;
  readonly drafts: readonly DraftPlan[];
}

interface DraftPlan {
  readonly id: string;
  readonly type: 'put' | 'remove';
  readonly text: string;
  /** The revision of the job before the append, none, or an older one. */
  readonly expectedRevision: 'known' | 'none' | 'stale';
}

const draftPlans = fc.record<DraftPlan>({
  id: fc.constantFrom('east~a', 'east~b', 'east~c'),
  type: fc.constantFrom('put', 'put', 'remove'),
  text: fc.string({ unit: 'binary', maxLength: 20 }),
  expectedRevision: fc.constantFrom('known', 'known', 'known', 'none', 'stale'),
});
const batchPlans = fc.record<BatchPlan>({
  observedAt: fc.integer({ min: 0, max: 4 }),
  fencing: fc.integer({ min: 0, max: 2 }),
  drafts: fc.array(draftPlans, { maxLength: 6 }),
});

/**
 * Runs random appends on a store and on a model, a map with the rules of the interface. The rejected drafts, the
 * change log and the final records must be equal, and the change log is the same after a restart.
 */
export async function expectAgreesWithModel(prepare: () => Promise<StoreFixture>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(batchPlans, { maxLength: 15 }), async (plans) => {
      const fixture = await prepare();
      let store = await fixture.open();
      let follower = new Follower(store, FIRST_REVISION);
      try {
        await runPlans(store, follower, plans);
        const { changes } = follower;
        await follower.stop();
        await store.close();
        store = await fixture.open();
        follower = new Follower(store, FIRST_REVISION);
        if (changes.length > 0) await follower.reach(changes.at(-1)?.revision ?? '');
        expect(follower.changes).toEqual(changes);
      } finally {
        await follower.stop();
        await store.close();
        await fixture.dispose();
      }
    }),
    { numRuns: RUNS },
  );
}

async function runPlans(store: JobStore, follower: Follower, plans: readonly BatchPlan[]): Promise<void> {
  const model = new Map<string, ModelRecord>();
  let last = FIRST_REVISION;
  for (const plan of plans) {
    const drafts = plan.drafts.map((draft) => draftOf(draft, model));
    const { written, rejected } = applyToModel(model, drafts, plan);
    const receivedBefore = follower.changes.length;
    const { observedAt, fencing } = plan;
    const result = await store.append(drafts, { source: 'east', observedAt, ...(fencing > 0 && { fencing }) });
    expect(result.rejected.map(({ id }) => id)).toEqual(rejected.map(({ id }) => id));
    for (const { id, stored } of rejected.filter((each) => each.stored !== PENDING)) {
      expect(result.rejected).toContainEqual({ id, stored });
    }
    if (written.length > 0) await follower.reach(result.revision);
    else expect(result.revision).toBe(last);
    last = result.revision;
    const received = follower.changes.slice(receivedBefore);
    expect(received.map(({ revision: _, ...change }) => change)).toEqual(written);
    for (const { id, revision } of received) {
      const record = model.get(id);
      if (record) model.set(id, { ...record, revision });
    }
  }
  const held = [...(await allJobs(store))].map(([id, { revision, text }]) => [id, revision, text]);
  expect(held.sort()).toEqual([...model].map(([id, { revision, text }]) => [id, revision, text]).sort());
}

function draftOf(
  { id, type, text, expectedRevision: choice }: DraftPlan,
  model: ReadonlyMap<string, ModelRecord>,
): ChangeDraft {
  const expectedRevision =
    choice === 'known' ? model.get(id)?.revision : choice === 'stale' ? NEVER_WRITTEN : undefined;
  return type === 'remove'
    ? { type, id, expectedRevision: expectedRevision ?? NEVER_WRITTEN }
    : { type, id, expectedRevision, text };
}

/** Applies an append to the model. The revisions of the changes are filled in when the store has returned them. */
function applyToModel(
  model: Map<string, ModelRecord>,
  drafts: readonly ChangeDraft[],
  { observedAt, fencing }: BatchPlan,
): { readonly written: object[]; readonly rejected: RejectedDraft[] } {
  const written: object[] = [];
  const rejected: RejectedDraft[] = [];
  for (const draft of drafts) {
    const record = model.get(draft.id);
    const underTwoLeases = !!record && record.fencing > 0 && fencing > 0 && record.fencing !== fencing;
    const isEarlier = !!record && (underTwoLeases ? fencing < record.fencing : observedAt < record.observedAt);
    if (draft.expectedRevision !== record?.revision || isEarlier) {
      rejected.push({ id: draft.id, stored: record?.revision });
    } else if (draft.type === 'remove') {
      model.delete(draft.id);
      written.push({ type: 'remove', id: draft.id });
    } else {
      model.set(draft.id, { text: draft.text, revision: PENDING, observedAt, fencing });
      written.push({ type: 'put', id: draft.id, text: draft.text });
    }
  }
  return { written, rejected };
}
