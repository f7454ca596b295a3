import { type AppendResult, compareRevisions, FIRST_REVISION } from '@gateway/core';

/**
 * Combines the results of the batches of one append. A Cluster may have written them in another order, and a batch
 * without a change has the log's latest revision at its time: the latest of all covers every change and rejection.
 */
export function appendResult(batches: readonly AppendResult[]): AppendResult {
  const revisions = batches.map(({ revision }) => revision);
  return {
    revision: revisions.reduce((a, b) => (compareRevisions(a, b) < 0 ? b : a), FIRST_REVISION),
    rejected: batches.flatMap(({ rejected }) => rejected),
  };
}
