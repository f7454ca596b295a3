import { type BackendError, type PollResult } from '@gateway/core';

/** The result of a cycle. */
export interface CycleResult {
  /** When the cycle began, in ms; no observation of it is older. */
  readonly began: number;
  /** When the last page of the listing had been read, in ms. */
  readonly read: number;
  readonly listing: PollResult;
  /** Number of listed jobs; a job on two pages counts twice. */
  readonly jobs: number;
  /** Number of records written. */
  readonly changed: number;
  /** Number of records that were not written; they are observed again by the next poll. */
  readonly rejected: number;
  /** Number of those that the store refuses: no later observation is the reason. */
  readonly refused: number;
  /** Number of records written that the store had lost or damaged. */
  readonly repaired: number;
  /** Number of jobs whose outcome was not observed. */
  readonly missedOutcomes: number;
  /** Returns the ids of the records that were listed or found by a lookup. */
  readonly observed: () => Promise<ReadonlySet<string>>;
  /** Why the result is incomplete or degraded. */
  readonly error?: BackendError;
  /** Whether the age of the source's data counts from `began`. */
  readonly isFresh: boolean;
}
