import { formatAge, formatTime } from './times.js';

/** How values are shown. */
export interface View {
  /** The gateway's time in milliseconds. */
  readonly now: number;
  /** True on a terminal: ages instead of times, and local time. Elsewhere times are ISO. */
  readonly relative: boolean;
  readonly utc: boolean;
  /** The names of the sources whose data is old. */
  readonly staleSources: ReadonlySet<string>;
}

/** Shown for a value that is absent. */
export const ABSENT = '–';

/** The age of a time on a terminal, else the time. */
export function ageText(iso: string | undefined, { now, relative }: View): string {
  if (iso === undefined) return ABSENT;
  return relative ? formatAge((now - Date.parse(iso)) / 1_000) : iso;
}

/** A point in time: local or UTC on a terminal, else ISO. */
export function timeText(iso: string | undefined, { relative, utc }: View): string {
  if (iso === undefined) return ABSENT;
  return relative ? formatTime(iso, utc) : iso;
}
