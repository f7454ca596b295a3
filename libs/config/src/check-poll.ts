import { type SourceKind } from '@gateway/core';
import { parseDuration } from './duration.js';
import { type Faults } from './faults.js';
import { type PollSection } from './sections.js';

/** What the options of `poll` are where they are left out. */
export const POLL_DEFAULTS = { interval: '5s', timeout: '30s' } as const;

/** The rest of the backend's memory is for a late or a failed poll. */
const MEMORY_SHARE = 0.8;
/** ONTAP deletes a finished job after 300 s (its job documentation); of the others no limit is known. */
const KNOWN_MEMORY: Readonly<Partial<Record<SourceKind, string>>> = { ontap: '300s' };

/** How long a backend knows a job that has ended, as a duration; `undefined` where it forgets none. */
export function memoryOf(kind: SourceKind, poll: PollSection | null | undefined): string | undefined {
  return poll?.memory ?? KNOWN_MEMORY[kind];
}

/** Adds the faults by which a source would be polled too seldom to see every job end. The options are sound by themselves. */
export function checkPoll(kind: SourceKind, poll: PollSection | null | undefined, path: string, faults: Faults): void {
  const memory = memoryOf(kind, poll);
  if (memory === undefined) return;
  const reason = `poll.memory (${memory}), after which the backend forgets a finished job`;
  const memoryMs = milliseconds(memory);
  const intervalMs = milliseconds(poll?.interval ?? POLL_DEFAULTS.interval);
  const timeoutMs = milliseconds(poll?.timeout ?? POLL_DEFAULTS.timeout);
  if (intervalMs > memoryMs * MEMORY_SHARE) faults.add(`${path}.interval`, `expected at most four fifths of ${reason}`);
  else if (intervalMs + timeoutMs >= memoryMs) {
    faults.add(`${path}.timeout`, `expected interval and timeout together below ${reason}`);
  }
}

function milliseconds(text: string): number {
  return parseDuration(text) ?? 0;
}
