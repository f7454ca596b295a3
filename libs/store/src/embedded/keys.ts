/** Keys of the embedded store. Ranges never overlap: every prefix ends in `!`, and `"` is the character after it. */

import { type Revision } from '@gateway/core';

/** All keys that begin with a prefix. */
export interface KeyRange {
  readonly gt: string;
  readonly lt: string;
}

/** Every job record, by id. */
export const JOB_KEYS = rangeOf('job');
/** Every kept change, in order of revision. */
export const LOG_KEYS = rangeOf('log');
/** The highest fencing number given out for each source. */
export const FENCING_KEYS = rangeOf('fencing');
/** Revision of the last change that was let go; absent while the log is whole. */
export const OLDEST_REVISION_KEY = 'log-floor';

/** Key of a job's record. */
export function jobKey(id: string): string {
  return `job!${id}`;
}

/** Key of a change; sorts as `compareRevisions` does, both numbers having at most 16 digits. */
export function logKey(revision: Revision): string {
  const [ms = '', sequence = ''] = revision.split('-');
  return `log!${ms.padStart(16, '0')}-${sequence.padStart(16, '0')}`;
}

/** The revision a log key stands for. */
export function revisionOfKey(key: string): Revision {
  const [ms, sequence] = suffixOf(key).split('-');
  return `${Number(ms)}-${Number(sequence)}`;
}

/** Key of a source's fencing number. */
export function fencingKey(source: string): string {
  return `fencing!${source}`;
}

/** Key of a source's memory. */
export function checkpointKey(source: string): string {
  return `memory!${source}`;
}

/** What follows the prefix of a key. */
export function suffixOf(key: string): string {
  return key.slice(key.indexOf('!') + 1);
}

function rangeOf(prefix: string): KeyRange {
  return { gt: `${prefix}!`, lt: `${prefix}"` };
}
