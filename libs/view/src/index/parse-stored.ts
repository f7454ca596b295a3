import { type Job, type StoredJob } from '@gateway/core';

import { createdMsOf, type IndexedJob } from './job-order.js';

/** Parses the text of a stored job for the index; `undefined` if it is not JSON. */
export function parseStored({ text, revision }: StoredJob): IndexedJob | undefined {
  try {
    const job = JSON.parse(text) as Job;
    return { id: job.id, job, text, revision, createdMs: createdMsOf(job.created_time) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
