import { SOURCE_KIND_FACTS, type SourceKind } from '@gateway/core';

import { parseDuration } from './duration.js';
import { type Faults } from './faults.js';
import { type PollSection } from './sections.js';

/** The defaults of the options of `poll`. */
export const POLL_DEFAULTS = { interval: '5s', timeout: '30s' } as const;

/** The largest part of the time to live that an interval may take. The rest is left for a late or failed poll. */
const MAX_INTERVAL_SHARE = 0.8;

/** How long a backend keeps a finished job, as a duration; `undefined` if it keeps all of them. */
export function finishedJobTtl(kind: SourceKind, poll: PollSection | null | undefined): string | undefined {
  return poll?.finished_job_ttl ?? poll?.memory ?? SOURCE_KIND_FACTS[kind].finishedJobTtl;
}

/** Adds a fault if `finished_job_ttl` is given under both its names. */
export function checkTtlNames(poll: PollSection | null | undefined, path: string, faults: Faults): void {
  if (poll?.finished_job_ttl == null || poll.memory == null) return;
  const values = `${describe('finished_job_ttl', poll, path, faults)} and ${describe('memory', poll, path, faults)}`;
  faults.add(`${path}.memory`, `expected only finished_job_ttl, the new name of this option, got ${values}`);
}

/**
 * Adds a fault for options with which the source is polled too rarely to see the end of every job. Expects options without
 * a fault of their own.
 */
export function checkPoll(kind: SourceKind, poll: PollSection | null | undefined, path: string, faults: Faults): void {
  const ttl = finishedJobTtl(kind, poll);
  if (ttl === undefined) return;
  const given = (['finished_job_ttl', 'memory'] as const).find((name) => poll?.[name] != null);
  const shownTtl = given === undefined ? ttl : unquoted(describe(given, poll, path, faults));
  const reason = `poll.finished_job_ttl (${shownTtl}), after which the backend deletes a finished job`;
  const ttlMs = milliseconds(ttl);
  const intervalMs = milliseconds(poll?.interval ?? POLL_DEFAULTS.interval);
  const timeoutMs = milliseconds(poll?.timeout ?? POLL_DEFAULTS.timeout);
  if (intervalMs > ttlMs * MAX_INTERVAL_SHARE) {
    faults.addWithValue(`${path}.interval`, `expected at most four fifths of ${reason}`);
  } else if (intervalMs + timeoutMs >= ttlMs) {
    const values = `${describe('interval', poll, path, faults)} and ${describe('timeout', poll, path, faults)}`;
    faults.add(`${path}.timeout`, `expected interval and timeout together below ${reason}, got ${values}`);
  }
}

/** An option's value as an error message may show it, or its default. */
function describe(name: keyof PollSection, poll: PollSection | null | undefined, path: string, faults: Faults): string {
  if (poll?.[name] == null && (name === 'interval' || name === 'timeout')) return `${POLL_DEFAULTS[name]} (default)`;
  return faults.values.describe(`${path}.${name}`) ?? 'a value that is not shown';
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1');
}

function milliseconds(text: string): number {
  return parseDuration(text) ?? 0;
}
