import { type Job, type StoredJob } from '@gateway/core';

import { type NewRow } from './segment.js';

/** Parses the text of a stored job; `undefined` if it is not JSON. */
export function parseStored({ text, revision }: StoredJob): NewRow | undefined {
  try {
    return { job: JSON.parse(text) as Job, text, revision };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
