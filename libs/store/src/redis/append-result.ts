import { type AppendResult, compareRevisions, FIRST_REVISION, type Revision } from '@gateway/core';

/** The result of one batch of an append; `isWritten` is false if all its drafts were rejected. */
export interface BatchResult extends AppendResult {
  readonly isWritten: boolean;
}

/** Combines the results of the batches of one append. A Cluster may have written them in another order. */
export function appendResult(batches: readonly BatchResult[]): AppendResult {
  const written = batches.filter(({ isWritten }) => isWritten);
  const revisions = (written.length > 0 ? written : batches).map(({ revision }) => revision);
  return { revision: latest(revisions), rejected: batches.flatMap(({ rejected }) => rejected) };
}

function latest(revisions: readonly Revision[]): Revision {
  return revisions.reduce((a, b) => (compareRevisions(a, b) < 0 ? b : a), FIRST_REVISION);
}
