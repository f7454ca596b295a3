import {
  formatJobId,
  isNativeId,
  isObject,
  type Job,
  type JobSource,
  parseJobId,
  parseJson,
  SOURCE_KINDS,
  type StoredJob,
} from '@gateway/core';

import { type FieldValues } from './field-columns.js';
import { readFields } from './record-fields.js';
import { joinText, nativeIdOf, splitText, type TextParts } from './record-text.js';

/** A record for the index. */
export interface NewRow {
  readonly id: string;
  /** The same object for all texts with the same shared beginning, as far as they are cached. */
  readonly source: JobSource;
  readonly fields: FieldValues;
  readonly parts: TextParts;
  readonly revision: StoredJob['revision'];
}

const CACHE_LIMIT = 10_000;
/** The sources by the beginnings of texts that were parsed before. */
const sources = new Map<string, JobSource>();
/** The ends that are valid and contain no member that the view reads. */
const unreadTails = new Set<string>();

/**
 * Parses the text of a stored job; `undefined` if it is not the JSON of a job with this id, and with members of the right
 * types. The shared parts of a text are parsed once for all records, which saves half of the time.
 */
export function parseStored({ id, text, revision }: StoredJob): NewRow | undefined {
  const nativeId = nativeIdOf(id);
  const parts = splitText(text, nativeId);
  const known = sources.get(parts.head);
  const canSplit =
    known && unreadTails.has(parts.tail) && id === formatJobId(known.name, nativeId) && isNativeId(nativeId);
  const own = canSplit ? readBody(parts.body) : undefined;
  if (known && own) return { id, source: known, fields: own, parts, revision };
  const job = parseJob(id, text);
  const fields = job && readFields(withoutHead(job));
  if (!fields) return undefined;
  if (parts.head === '' || !hasSharedHead(job)) return { id, source: job.source, fields, parts, revision };
  const source = known ?? job.source;
  if (sources.size === CACHE_LIMIT) sources.clear();
  if (unreadTails.size === CACHE_LIMIT) unreadTails.clear();
  sources.set(parts.head, source);
  if (hasNoField(parts.tail, nativeId)) unreadTails.add(parts.tail);
  return { id, source, fields, parts, revision };
}

/** Reads the part of a text between its shared parts; `undefined` if it repeats a member of the beginning. */
function readBody(body: string): FieldValues | undefined {
  const own = parseJson(`{${body.slice(1)}}`);
  if (!isObject(own) || 'id' in own || 'native_id' in own || 'source' in own) return undefined;
  return readFields(own);
}

/** Parses the text of the job with an id; checks only the members of the beginning and the end. */
function parseJob(id: string, text: string): Job | undefined {
  const job = parseJson(text);
  const ids = parseJobId(id);
  if (!isObject(job) || !ids || job.id !== id || job.native_id !== ids.nativeId) return undefined;
  const hasEnd = Array.isArray(job.actions) && isObject(job._links);
  return hasEnd && isSource(job.source, ids.source) ? (job as unknown as Job) : undefined;
}

function isSource(source: unknown, name: string): boolean {
  if (!isObject(source) || source.name !== name) return false;
  const { labels, ...others } = source;
  if (!isObject(labels)) return false;
  const isKnown = (SOURCE_KINDS as readonly unknown[]).includes(source.kind);
  const areTexts = Object.values(labels).every((label) => typeof label === 'string');
  return isKnown && areTexts && Object.values(others).every((other) => typeof other !== 'object');
}

function withoutHead({ id, native_id, source, ...rest }: Job): Readonly<Record<string, unknown>> {
  return rest;
}

/**
 * True if the beginning of the text has only ids and source, and is that of every job of this source: the source does not
 * contain the native id, whose places in the beginning are marked.
 */
function hasSharedHead(job: Job): boolean {
  const { native_id, source } = job;
  const isFirst = Object.keys(job).slice(0, 3).join() === 'id,native_id,source';
  return isFirst && !JSON.stringify(source).includes(native_id);
}

/** True if the end of a text has only actions and links, and not the last request, for example. */
function hasNoField(tail: string, nativeId: string): boolean {
  const members = parseJson(`{${joinText({ head: '', body: '', tail }, nativeId).slice(1)}`);
  return isObject(members) && Object.keys(members).every((name) => name === 'actions' || name === '_links');
}
