/** Keys of the embedded store. Ranges never overlap: every prefix ends with `!`, and `"` is the next character. */

import { isRevision, type Revision } from '@gateway/core';

/** The range of all keys with a prefix. */
export interface KeyRange {
  readonly gt: string;
  readonly lt: string;
}

/** The job records, by id. */
export const JOB_KEYS = rangeOf('job');
/** The changes in the log, in order of revision. */
export const LOG_KEYS = rangeOf('log');
/** The highest fencing number of each source. */
export const FENCING_KEYS = rangeOf('fencing');
/** The checkpoint of each source, named as in existing data. */
export const CHECKPOINT_KEYS = rangeOf('memory');
/** The metadata, by its key. */
export const METADATA_KEYS = rangeOf('metadata');
/** Everything but the change log. */
export const CONTENT_KEYS = [FENCING_KEYS, JOB_KEYS, CHECKPOINT_KEYS, METADATA_KEYS] as const;
/**
 * Revision of the last change that compaction removed; absent before the first compaction. Named as in existing data.
 */
export const OLDEST_REVISION_KEY = 'log-floor';
/** Number of changes ever written, in every commit with changes; absent in data of earlier versions. */
export const WRITTEN_COUNT_KEY = 'log-written';
/** How many of these changes compaction has removed from the log or a damaged disk has lost; absent if none. */
export const REMOVED_COUNT_KEY = 'log-removed';

/** Key of a job's record. */
export function jobKey(id: string): string {
  return `job!${id}`;
}

/** Key of a change. Keys sort as `compareRevisions` does, because both numbers of a revision have at most 16 digits. */
export function logKey(revision: Revision): string {
  const [ms = '', sequence = ''] = revision.split('-');
  return `log!${ms.padStart(16, '0')}-${sequence.padStart(16, '0')}`;
}

/** The revision of a change, from its key; `undefined` if the key is damaged. */
export function revisionOfKey(key: string): Revision | undefined {
  const [ms, sequence] = suffixOf(key).split('-');
  const revision = `${Number(ms)}-${Number(sequence)}`;
  return isRevision(revision) && logKey(revision) === key ? revision : undefined;
}

/** Key of a source's fencing number. */
export function fencingKey(source: string): string {
  return `fencing!${source}`;
}

/** Key of a source's checkpoint. */
export function checkpointKey(source: string): string {
  return `memory!${source}`;
}

/** Key of metadata. */
export function metadataKey(key: string): string {
  return `metadata!${key}`;
}

/** The part of a key after its prefix. */
export function suffixOf(key: string): string {
  return key.slice(key.indexOf('!') + 1);
}

function rangeOf(prefix: string): KeyRange {
  return { gt: `${prefix}!`, lt: `${prefix}"` };
}
