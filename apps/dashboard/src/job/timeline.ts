/** The timeline of a job: its own times, its recorded changes, and the actions that were refused, in one order. */

/** The times that a job has itself. */
export interface TimelineJob {
  readonly submit_time?: string | undefined;
  readonly start_time?: string | undefined;
  readonly end_time?: string | undefined;
  readonly first_seen_time: string;
}

/** An action as a change of a job shows it. */
export interface TimelineRequest {
  readonly action: string;
  readonly outcome: string;
  readonly by?: string | undefined;
}

/** A recorded change of a job: what the job was from that time on. */
export interface RecordedChange {
  readonly time: string;
  readonly state?: string | undefined;
  readonly message?: string | undefined;
  readonly requested?: TimelineRequest | undefined;
}

/** A record of the audit. */
export interface AuditedRequest {
  readonly id: string;
  readonly time: string;
  readonly action: string;
  readonly outcome: string;
  readonly detail?: string | undefined;
  readonly by: { readonly name: string };
}

/** A time that the job itself has. */
export type Milestone = 'submitted' | 'started' | 'ended' | 'first_seen';

/** One line of the timeline. Only what changed at that time is there. */
export interface TimelineEntry {
  readonly key: string;
  readonly time: string;
  readonly milestone?: Milestone;
  readonly state?: string;
  readonly message?: string;
  readonly request?: TimelineRequest & { readonly detail?: string };
}

const ORDER: readonly Milestone[] = ['submitted', 'started', 'first_seen', 'ended'];

/** The times of a job that are known, oldest first. */
export function milestones(job: TimelineJob): readonly TimelineEntry[] {
  const times: Readonly<Record<Milestone, string | undefined>> = {
    submitted: job.submit_time,
    started: job.start_time,
    first_seen: job.first_seen_time,
    ended: job.end_time,
  };
  return sorted(
    ORDER.flatMap((milestone) => {
      const time = times[milestone];
      return time === undefined ? [] : [{ key: milestone, time, milestone }];
    }),
  );
}

/**
 * The whole timeline, oldest first. `changes` are the recorded changes, oldest first; each shows what differs from the
 * change before. The audit adds what the changes cannot have: actions that were never sent, and those from before the
 * first recorded change. What happened at the same time is one line.
 */
export function timelineOf(
  job: TimelineJob,
  changes: readonly RecordedChange[],
  audit: readonly AuditedRequest[],
): readonly TimelineEntry[] {
  const begin = changes[0]?.time;
  const requests = audit.filter(({ outcome, time }) => outcome === 'refused' || isBefore(time, begin));
  const entries = sorted([...milestones(job), ...changes.flatMap(changeEntry), ...requests.map(requestEntry)]);
  return entries.reduce<readonly TimelineEntry[]>(joined, []);
}

/** The seconds between two times; negative if the second is earlier. */
export function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1_000;
}

function changeEntry(change: RecordedChange, index: number, all: readonly RecordedChange[]): readonly TimelineEntry[] {
  const before = all[index - 1];
  const { message, requested, state, time } = change;
  const differing = {
    ...(state !== undefined && state !== before?.state && { state }),
    ...(message !== undefined && message !== '' && message !== before?.message && { message }),
    ...(requested !== undefined && !isSame(requested, before?.requested) && { request: requested }),
  };
  return Object.keys(differing).length === 0 ? [] : [{ key: `change-${index}`, time, ...differing }];
}

function requestEntry({ action, by, detail, id, outcome, time }: AuditedRequest): TimelineEntry {
  return {
    key: `audit-${id}`,
    time,
    request: { action, outcome, by: by.name, ...(detail !== undefined && { detail }) },
  };
}

function isSame(one: TimelineRequest, other: TimelineRequest | undefined): boolean {
  return one.action === other?.action && one.outcome === other.outcome && one.by === other.by;
}

function isBefore(time: string, other: string | undefined): boolean {
  return other === undefined || Date.parse(time) < Date.parse(other);
}

/** Adds an entry to those before it. What happened at the same time and says something else is on the same line. */
function joined(before: readonly TimelineEntry[], entry: TimelineEntry): readonly TimelineEntry[] {
  const last = before.at(-1);
  if (last === undefined || last.time !== entry.time || !isDisjoint(last, entry)) return [...before, entry];
  return [...before.slice(0, -1), { ...last, ...entry }];
}

function isDisjoint(one: TimelineEntry, other: TimelineEntry): boolean {
  return (['milestone', 'state', 'message', 'request'] as const).every(
    (part) => one[part] === undefined || other[part] === undefined,
  );
}

/** Sorts by time; entries of the same time keep their order. */
function sorted(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  return [...entries].sort((one, other) => Date.parse(one.time) - Date.parse(other.time));
}
