import { SOURCE_KIND_FACTS, type SourceKind } from '@gateway/core';

import { type OptionsPlace, pathOfPollOption } from './defaults.js';
import { milliseconds } from './duration.js';
import { type Faults } from './faults.js';
import { type PollSection } from './sections.js';

/** The defaults of the options of `poll`. */
export const POLL_DEFAULTS = { interval: '5s', timeout: '30s' } as const;

/** The largest part of the time to live that an interval may take. The rest is left for a late or failed poll. */
const MAX_INTERVAL_SHARE = 0.8;

/**
 * How long a backend keeps a finished job, as a duration; `undefined` if it keeps all of them. Expects `withDefaults`.
 */
export function finishedJobTtl(kind: SourceKind, poll: PollSection | null | undefined): string | undefined {
  return poll?.finished_job_ttl ?? SOURCE_KIND_FACTS[kind].finishedJobTtl;
}

/** Adds a fault if `finished_job_ttl` is given under both its names. */
export function checkTtlNames(poll: PollSection | null | undefined, path: string, faults: Faults): void {
  if (poll?.finished_job_ttl == null || poll.memory == null) return;
  const values = `${shown(`${path}.finished_job_ttl`, faults)} and ${shown(`${path}.memory`, faults)}`;
  faults.add(`${path}.memory`, `expected only finished_job_ttl, the new name of this option, got ${values}`);
}

/**
 * Adds a fault for options with which the source at `path` is polled too rarely to see the end of every job. Expects
 * options without a fault of their own, and where they are.
 */
export function checkPoll(
  kind: SourceKind,
  poll: PollSection | null | undefined,
  places: readonly OptionsPlace[],
  path: string,
  faults: Faults,
): void {
  const ttl = finishedJobTtl(kind, poll);
  if (ttl === undefined) return;
  const describe = (...names: (keyof PollSection)[]): string | undefined => {
    const at = pathOfPollOption(places, names);
    if (at === undefined) return undefined;
    return at.startsWith(`${path}.`) ? shown(at, faults) : `the value of ${at}`;
  };
  const shownTtl = unquoted(describe('finished_job_ttl', 'memory') ?? ttl);
  const reason = `poll.finished_job_ttl (${shownTtl}), after which the backend deletes a finished job`;
  const ttlMs = milliseconds(ttl);
  const intervalMs = milliseconds(poll?.interval ?? POLL_DEFAULTS.interval);
  const timeoutMs = milliseconds(poll?.timeout ?? POLL_DEFAULTS.timeout);
  const interval = describe('interval') ?? `${POLL_DEFAULTS.interval} (default)`;
  if (intervalMs > ttlMs * MAX_INTERVAL_SHARE) {
    faults.add(`${path}.poll.interval`, `expected at most four fifths of ${reason}, got ${interval}`);
  } else if (intervalMs + timeoutMs >= ttlMs) {
    const values = `${interval} and ${describe('timeout') ?? `${POLL_DEFAULTS.timeout} (default)`}`;
    faults.add(`${path}.poll.timeout`, `expected interval and timeout together below ${reason}, got ${values}`);
  }
}

/** The value at a path as an error message may show it. */
function shown(path: string, faults: Faults): string {
  return faults.values.describe(path) ?? 'a value that is not shown';
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1');
}
