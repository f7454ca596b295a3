export { type ActionObstacle, actionObstacle, type ActionSubject, offeredActions } from './action-rules.js';
export { type Adapter, type BackendInfo, type PollAnswer } from './adapter.js';
export { type Change, type ChangeDraft } from './change.js';
export { type Clock, CLOCK_TOLERANCE_MS, systemClock } from './clock.js';
export {
  BACKEND_ERROR_CODES,
  BackendError,
  type BackendErrorCode,
  type BackendErrorDetails,
  type RefusalReason,
} from './errors.js';
export {
  ACTIONS,
  type ActionName,
  isTerminalState,
  type Job,
  JOB_STATES,
  type JobError,
  type JobSource,
  type JobState,
  type JobTask,
  type ObservedJob,
  type OfferedAction,
  type Reference,
  type RequestedAction,
  REQUEST_OUTCOMES,
  type RequestOutcome,
  SOURCE_KINDS,
  type SourceKind,
  type SpawnedCounts,
  type Timestamp,
} from './job.js';
export {
  formatJobId,
  isNativeId,
  type JobIdParts,
  NATIVE_ID_PATTERN,
  parseJobId,
  SOURCE_NAME_PATTERN,
} from './job-id.js';
export { type Condition, type Filter, type SortKey } from './filter.js';
export { type IndexedPath, type JobField, jobField, type Scalar, SCALAR_PATHS } from './job-fields.js';
export { type Logger } from './logger.js';
export {
  type JobGroup,
  type JobPage,
  type JobQuery,
  type JobSelection,
  type JobSummary,
  MAX_GROUPS,
  type PagePosition,
  type SummaryQuery,
  DEFAULT_ORDER,
} from './query.js';
export { type RedisAccess, type RedisAddress, type RedisLogin, type RedisNodes } from './redis-access.js';
export { compareRevisions, FIRST_REVISION, isRevision, nextRevision, type Revision } from './revision.js';
export { Secret } from './secret.js';
export {
  type Gap,
  isStale,
  type Login,
  type Source,
  type SourceConnection,
  type SourceReport,
  type SourceStatus,
  type StateCounts,
} from './source.js';
export {
  type AppendContext,
  type AppendResult,
  type JobStore,
  type Lease,
  LeaseLostError,
  LogCompactedError,
  type SourceCheckpoint,
  StoreUnavailableError,
  type StoredJob,
} from './store.js';
export { type JobView, type ViewedJob } from './view.js';
export { risingClock } from './rising-clock.js';
export { type Timers } from './timers.js';
