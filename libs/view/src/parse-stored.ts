import { type Job, type StoredJob } from '@gateway/core';
import { millisecondsOf, type PlacedJob } from './job-order.js';

/** The job in a stored text, as the index holds it; `undefined` when the text is not JSON. */
export function parseStored({ text, revision }: StoredJob): PlacedJob | undefined {
  try {
    const job = JSON.parse(text) as Job;
    const createdMs = millisecondsOf(job.created_time);
    const updatedMs = millisecondsOf(job.updated_time);
    return { job, text, revision, createdMs, updatedMs };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
