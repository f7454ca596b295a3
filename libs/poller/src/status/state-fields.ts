import { BACKEND_ERROR_CODES, BackendError, type SourceCheckpoint } from '@gateway/core';

import { type Coverage } from './coverage.js';

/** What is known about a source; times in ms since the epoch. */
export interface StateFields {
  lastPoll?: number | undefined;
  /** When the last successful poll began: the age of the data counts from here. */
  lastSuccess?: number | undefined;
  nextPoll?: number | undefined;
  consecutiveFailures: number;
  coverage: Coverage;
  /** Why the last poll failed or was incomplete. */
  lastError?: BackendError | undefined;
  version?: string | undefined;
  /** The UUID of an ONTAP cluster. */
  clusterUuid?: string | undefined;
  clockOffsetMs?: number | undefined;
  /** The replica that polls the source, or polled it last. */
  polledBy?: string | undefined;
  /** Another replica polls the source, and these fields come from its checkpoint. */
  standsBy?: boolean;
  /** The store did not answer in the last cycle. */
  storeAway?: boolean;
  /** What is wrong with the source's records in the store, as a sentence; see `StoreFaults`. */
  storeFault?: string | undefined;
}

/** The fields of a source that was never polled. */
export function newFields(): StateFields {
  return { consecutiveFailures: 0, coverage: { since: undefined, until: undefined, gaps: [] } };
}

/** The checkpoint to save; `backend` is the fingerprint of the backend that the cursor is for. */
export function toCheckpoint(fields: StateFields, backend: string, cursor: string | undefined): SourceCheckpoint {
  const checkpoint: { readonly [Name in keyof Required<SourceCheckpoint>]: SourceCheckpoint[Name] | undefined } = {
    cursor,
    backend,
    lastSuccessTime: fields.lastSuccess,
    lastPollTime: fields.lastPoll,
    firstPollTime: fields.coverage.since,
    consecutiveFailures: fields.consecutiveFailures,
    lastErrorCode: fields.lastError?.code,
    lastErrorMessage: fields.lastError?.message,
    version: fields.version,
    clusterUuid: fields.clusterUuid,
    clockOffsetMs: fields.clockOffsetMs,
    polledBy: fields.polledBy,
    coveredUntil: fields.coverage.until,
    gaps: fields.coverage.gaps.length > 0 ? fields.coverage.gaps : undefined,
  };
  return Object.fromEntries(Object.entries(checkpoint).filter(([, value]) => value !== undefined));
}

/** Copies a checkpoint into the fields. Without one, only what describes the last polls is reset. */
export function applyCheckpoint(fields: StateFields, checkpoint: SourceCheckpoint | undefined): void {
  fields.lastSuccess = checkpoint?.lastSuccessTime ?? fields.lastSuccess;
  fields.lastPoll = checkpoint?.lastPollTime;
  fields.consecutiveFailures = checkpoint?.consecutiveFailures ?? 0;
  fields.lastError = errorIn(checkpoint);
  fields.version = checkpoint?.version ?? fields.version;
  fields.clusterUuid = checkpoint?.clusterUuid ?? fields.clusterUuid;
  fields.clockOffsetMs = checkpoint?.clockOffsetMs;
  fields.polledBy = checkpoint?.polledBy;
  fields.coverage = coverageAfter(fields.coverage, checkpoint);
}

/** A checkpoint of an earlier version has no first poll: then the observation begins with the earliest time that it has. */
function coverageAfter(before: Coverage, checkpoint: SourceCheckpoint | undefined): Coverage {
  const until = checkpoint?.coveredUntil ?? before.until ?? checkpoint?.lastSuccessTime;
  const gaps = checkpoint?.gaps ?? before.gaps;
  return { since: checkpoint?.firstPollTime ?? before.since ?? gaps[0]?.[0] ?? until, until, gaps };
}

function errorIn(checkpoint: SourceCheckpoint | undefined): BackendError | undefined {
  const code = BACKEND_ERROR_CODES.find((known) => known === checkpoint?.lastErrorCode);
  return code && new BackendError(code, checkpoint?.lastErrorMessage ?? '');
}
