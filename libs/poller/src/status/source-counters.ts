/** What has happened to one source since this replica started; all numbers only go up. */
export interface SourceCounters {
  /** Polls begun, and those that failed. */
  polls: number;
  failedPolls: number;
  /** Gaps declared. */
  gaps: number;
  /** Jobs whose outcome was not seen. */
  lost: number;
  /** Jobs whose record differed from what the backend has although they had been polled. */
  drifted: number;
}

/** Nothing has happened yet. */
export function newTally(): SourceCounters {
  return { polls: 0, failedPolls: 0, gaps: 0, lost: 0, drifted: 0 };
}
