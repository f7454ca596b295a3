import { type AppendContext, type ChangeDraft, type JobStore, type Revision, type StoredJob } from '@gateway/core';

/** A draft of a new job, or of the record with the expected revision. */
export function put(id: string, text = `{"id":"${id}"}`, expectedRevision?: Revision): ChangeDraft {
  return { type: 'put', id, expectedRevision, text };
}

/** A draft that removes a job. */
export function remove(id: string, expectedRevision: Revision): ChangeDraft {
  return { type: 'remove', id, expectedRevision };
}

/** `count` drafts of new jobs, numbered from `from`; the text is the number. */
export function numbered(count: number, from = 0): ChangeDraft[] {
  return Array.from({ length: count }, (_, index) => put(`east~${from + index}`, String(from + index)));
}

/** The context of a poll of the source `east`. */
export function seenAt(observedAt: number, fencing?: number): AppendContext {
  return { source: 'east', observedAt, ...(fencing !== undefined && { fencing }) };
}

/** All records of a store, by id. */
export async function allJobs(store: JobStore): Promise<Map<string, StoredJob>> {
  const jobs = new Map<string, StoredJob>();
  for await (const batch of store.snapshot()) for (const job of batch) jobs.set(job.id, job);
  return jobs;
}
