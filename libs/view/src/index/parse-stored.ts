import { formatJobId, type Job, type JobSource, type StoredJob } from '@gateway/core';

import { joinText, nativeIdOf, splitText, type TextParts } from './record-text.js';

/** The members of a record that the view reads; perhaps others. */
export type RowFields = Partial<Job>;

/** A record for the index. */
export interface NewRow {
  readonly id: string;
  /** The same object for all texts with the same shared beginning, as far as they are cached. */
  readonly source: JobSource;
  readonly fields: RowFields;
  readonly parts: TextParts;
  readonly revision: StoredJob['revision'];
}

const CACHE_LIMIT = 10_000;
/** The sources by the beginnings of texts that were parsed before. */
const sources = new Map<string, JobSource>();
/** The ends that are valid and contain no member that the view reads. */
const unreadTails = new Set<string>();

/**
 * Parses the text of a stored job; `undefined` if it is not the JSON of a job with this id. The shared parts of a text are parsed once for all
 * records, which saves half of the time.
 */
export function parseStored({ id, text, revision }: StoredJob): NewRow | undefined {
  const nativeId = nativeIdOf(id);
  const parts = splitText(text, nativeId);
  const known = sources.get(parts.head);
  const canSplit = known && unreadTails.has(parts.tail) && id === formatJobId(known.name, nativeId);
  const own = canSplit ? parse(`{${parts.body.slice(1)}}`) : undefined;
  if (known && own) return { id, source: known, fields: own, parts, revision };
  const job = parse(text);
  if (job?.id !== id || typeof job.source?.name !== 'string') return undefined;
  if (parts.head === '' || !hasSharedHead(job)) return { id, source: job.source, fields: job, parts, revision };
  const source = known ?? job.source;
  if (sources.size === CACHE_LIMIT) sources.clear();
  if (unreadTails.size === CACHE_LIMIT) unreadTails.clear();
  sources.set(parts.head, source);
  if (hasNoField(parts.tail, nativeId)) unreadTails.add(parts.tail);
  return { id, source, fields: job, parts, revision };
}

/**
 * True if the beginning of the text has only ids and source, and is that of every job of this source: the source does not
 * contain the native id, whose places in the beginning are marked.
 */
function hasSharedHead(job: Job): boolean {
  const { id, native_id, source } = job;
  const isFirst = Object.keys(job).slice(0, 3).join() === 'id,native_id,source';
  return isFirst && id === formatJobId(source.name, native_id) && !JSON.stringify(source).includes(native_id);
}

/** True if the end of a text has only actions and links, and not the last request, for example. */
function hasNoField(tail: string, nativeId: string): boolean {
  const members = parse(`{${joinText({ head: '', body: '', tail }, nativeId).slice(1)}`);
  return members !== undefined && Object.keys(members).every((name) => name === 'actions' || name === '_links');
}

function parse(text: string): Job | undefined {
  try {
    return JSON.parse(text) as Job;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
