import { type Job, type RequestedAction, type SeenState } from '@gateway/core';

/** Entries of one history; older ones are left out. */
export const MAX_ENTRIES = 1_000;

/** What a job showed from a time on. */
export interface HistoryEntry extends SeenState {
  readonly message?: string;
  readonly requested?: Pick<RequestedAction, 'action' | 'by' | 'outcome'>;
}

/** The history of a job. */
export interface JobHistory {
  /** Oldest first; neighbours differ. */
  readonly entries: readonly HistoryEntry[];
  /** False if messages or requests before the first entry that has them are no longer known. */
  readonly complete: boolean;
}

/**
 * The history of a job: its versions in the change log, oldest first, and the states before them, which the record keeps.
 * `isWhole` is true if the log contains the first version.
 */
export function historyOf(job: Job, logged: readonly Job[], isWhole: boolean): JobHistory {
  const versions = logged.at(-1)?.updated_time === job.updated_time ? logged : [...logged, job];
  const begin = versions[0]?.updated_time ?? job.updated_time;
  const { first_seen_time, states = [] } = job;
  const before = states.filter(({ time }) => time < begin);
  const all = withoutRepeated([...before, ...versions.map(entryOf)]);
  const complete = (isWhole || begin === first_seen_time) && all.length <= MAX_ENTRIES;
  return { entries: all.slice(-MAX_ENTRIES), complete };
}

function entryOf({ message, requested, state, updated_time }: Job): HistoryEntry {
  return {
    time: updated_time,
    state,
    ...(message !== undefined && { message }),
    ...(requested && { requested: { action: requested.action, by: requested.by, outcome: requested.outcome } }),
  };
}

function withoutRepeated(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  return entries.filter((entry, at) => contentOf(entry) !== contentOf(entries[at - 1]));
}

function contentOf(entry: HistoryEntry | undefined): string {
  return JSON.stringify({ ...entry, time: undefined });
}
