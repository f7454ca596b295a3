import { formatJobId, type Job, type JobSource, type StoredJob } from '@gateway/core';
import { LRUCache } from 'lru-cache';

import { nativeIdOf, splitText, type TextParts } from './record-text.js';

/** The members of a record that the view reads: all but the ids, the source, the actions and the links. */
export type RowFields = Partial<Job>;

/** A record for the index. */
export interface NewRow {
  readonly id: string;
  readonly source: JobSource;
  readonly fields: RowFields;
  readonly parts: TextParts;
  readonly revision: StoredJob['revision'];
}

/** Shared parts of texts that were parsed before; the sources by the beginning of the text. */
const CACHE_LIMIT = 10_000;
const sources = new LRUCache<string, JobSource>({ max: CACHE_LIMIT });
const validTails = new LRUCache<string, true>({ max: CACHE_LIMIT });

/**
 * Parses the text of a stored job; `undefined` if it is not JSON. The shared parts of a text are parsed once for all records, which
 * saves half of the time.
 */
export function parseStored({ id, text, revision }: StoredJob): NewRow | undefined {
  const nativeId = nativeIdOf(id);
  const parts = splitText(text, nativeId);
  const source = validTails.get(parts.tail) && sources.get(parts.head);
  const own = source && id === formatJobId(source.name, nativeId) ? parse(`{${parts.body.slice(1)}}`) : undefined;
  if (source && own) return { id, source, fields: own, parts, revision };
  const job = parse(text);
  if (!job) return undefined;
  if (parts.head !== '' && id === formatJobId(job.source.name, job.native_id) && job.id === id) {
    sources.set(parts.head, job.source);
    validTails.set(parts.tail, true);
  }
  return { id: job.id, source: job.source, fields: job, parts, revision };
}

function parse(text: string): Job | undefined {
  try {
    return JSON.parse(text) as Job;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
