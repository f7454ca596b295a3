/** The number of refreshes that may be late or fail before the page reports it. */
const MISSED_REFRESHES = 3;

/** When something was read, and how it is refreshed. Times are milliseconds since the epoch. */
export interface Refreshed {
  /** The last answer; 0 before the first one. */
  readonly answeredAt: number;
  /** Since when the tab is visible; hidden tabs do not refresh. */
  readonly shownSince: number;
  readonly everyMs: number;
}

/** True if what is shown is old: several refreshes in a row have failed or were not answered. */
export function isOverdue({ answeredAt, everyMs, shownSince }: Refreshed, now: number): boolean {
  return answeredAt > 0 && now - Math.max(answeredAt, shownSince) > MISSED_REFRESHES * everyMs;
}
