import { type Replicas, type ShownList } from './replicas.js';

/** Expects that both replicas, two cycles from now, show what the backends say, and every job of a list shown before. */
export async function expectKept(replicas: Replicas, before: ShownList | undefined): Promise<void> {
  const settled = Date.now();
  for (const at of [0, 1]) {
    await replicas.allPolledSince(at, settled);
    await replicas.allPolledSince(at, Date.now());
    const list = await replicas.jobs(at);
    expect(list && replicas.differences(list, settled)).toEqual([]);
    const ids = new Set(list?.records.map(({ id }) => id));
    expect(before?.records.filter(({ id }) => !ids.has(id))).toEqual([]);
    expect(Number(list?.revision.split('-')[0])).toBeGreaterThanOrEqual(Number(before?.revision.split('-')[0]));
  }
}
