import { type Replicas, type ShownList } from './replicas.js';

/** Expects that two cycles from now both replicas show the outcomes of the backends and every job of an earlier list. */
export async function expectNothingLost(replicas: Replicas, before: ShownList | undefined): Promise<void> {
  const since = Date.now();
  for (const at of [0, 1]) {
    await replicas.allPolledSince(at, since);
    await replicas.allPolledSince(at, Date.now());
    const list = await replicas.jobs(at);
    expect(list && replicas.missingOutcomes(list, since)).toEqual([]);
    const ids = new Set(list?.records.map(({ id }) => id));
    expect(before?.records.filter(({ id }) => !ids.has(id))).toEqual([]);
    expect(Number(list?.revision.split('-')[0])).toBeGreaterThanOrEqual(Number(before?.revision.split('-')[0]));
  }
}
