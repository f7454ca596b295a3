export { canonicalSubject } from './certificate-subject.js';
export {
  type AccessConfig,
  type CertificateRule,
  type JwtRules,
  type ProviderClient,
  type TokenRule,
} from './access-config.js';
export {
  type Caller,
  type Grant,
  includesJob,
  includesSource,
  callerKeyOf,
  type Role,
  ROLES,
  SESSION_LOGIN_METHODS,
  type SessionLoginMethod,
  SIGN_IN_METHODS,
  type SignInMethod,
  type SourceScope,
  type SourceSelector,
} from './access.js';
export {
  type ActionObstacle,
  actionObstacle,
  type ActionSubject,
  NOT_HONOURED_AFTER_MS,
  offeredActions,
  requestOutcome,
  withRefusal,
} from './action-rules.js';
export {
  type Adapter,
  AdapterFactory,
  type BackendInfo,
  type ListedPage,
  type ManagedCluster,
  type OnPage,
  type PollResult,
} from './adapter.js';
export { type Change, type ChangeDraft } from './change.js';
export { ClientLeftError, type HasLeft, neverLeaves, SharedResult } from './clients.js';
export { Clock, CLOCK_TOLERANCE_MS, MonotonicClock, monotonicClock, systemClock } from './clock.js';
export {
  Config,
  type ConfiguredSource,
  type DiscoveryRule,
  type Limits,
  type ServerConfig,
  type ServerTls,
  type StoreConfig,
} from './config.js';
export { syncFolder, writeDurably } from './durable-file.js';
export {
  BACKEND_ERROR_CODES,
  BackendError,
  type BackendErrorCode,
  type BackendErrorDetails,
  type RefusalReason,
} from './errors.js';
export { DURATION_BOUNDS, Histogram } from './histogram.js';
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
  type SeenState,
  type SpawnedCounts,
  type Timestamp,
} from './job.js';
export { isObject, parseJson } from './json.js';
export { OpenCounts } from './open-counts.js';
export {
  canonicalId,
  formatJobId,
  isNativeId,
  type JobIdParts,
  NATIVE_ID_PATTERN,
  parseJobId,
  SOURCE_NAME_PATTERN,
  sourceOf,
} from './job-id.js';
export { type Condition, type Filter, type SortKey } from './filter.js';
export { QueryValueError } from './filter-text/query-value-error.js';
export { type Piece } from './filter-text/read-alternatives.js';
export { readFilter } from './filter-text/read-filter.js';
export { readPattern } from './filter-text/read-pattern.js';
export { type Now, readInstant, UNIT_MS } from './filter-text/read-scalar.js';
export { readSourceSelector } from './filter-text/source-selector.js';
export { isLike, meetsFilter } from './meets.js';
export {
  type FieldType,
  type IndexedPath,
  type JobField,
  jobField,
  labelAt,
  type RecordField,
  type Scalar,
  SCALAR_PATHS,
  scalarField,
  type ScalarField,
} from './job-fields.js';
export { intervalField, MESSAGE_PATTERN } from './derived-fields.js';
export { LoopShare, type LongWork } from './loop-share.js';
export { foldText, isAscii } from './fold-text.js';
export { Logger } from './logger.js';
export { certificatesIn } from './pem.js';
export {
  type JobGroup,
  type JobPage,
  type JobQuery,
  type JobSelection,
  type JobSummary,
  MAX_GROUPS,
  type Percentiles,
  type PagePosition,
  type PageRequest,
  type RecordSelection,
  type SummaryQuery,
  DEFAULT_ORDER,
} from './query.js';
export { type RedisAccess, type RedisAddress, type RedisLogin, type RedisNodes } from './redis-access.js';
export { Replica } from './replica.js';
export { compareRevisions, FIRST_REVISION, isRevision, nextRevision, type Revision } from './revision.js';
export { Secret } from './secret.js';
export {
  CONFIG_ORIGIN,
  type DatedReport,
  type Gap,
  isStale,
  type Login,
  type Source,
  type SourceConnection,
  type SourceOrigin,
  type SourceProxy,
  type SourceReport,
  type SourceStatus,
  type SourceTls,
  type StateCounts,
  type UndatedReport,
} from './source.js';
export {
  isUuid,
  type LoginType,
  type NativeIdFormat,
  SOURCE_KIND_FACTS,
  SOURCE_KINDS,
  type SourceKind,
  type SourceKindFacts,
} from './source-kinds.js';
export {
  ActionStore,
  type AppendContext,
  type AppendResult,
  JobStore,
  type KnownText,
  type Lease,
  LeaseLostError,
  LogCompactedError,
  type RejectedDraft,
  type SourceCheckpoint,
  type StoreContents,
  type StoredCount,
  type StoredJob,
  type StoredRevisions,
  type StoreEntry,
  StoreUnavailableError,
} from './store.js';
export { STORE_OPERATIONS, StoreLatencies, StoreLatency, type StoreOperation } from './store-latency.js';
export { type EndedJob, JobView, type ViewedJob } from './view.js';
export { risingClock } from './rising-clock.js';
export { Slots } from './slots.js';
export { batchesOf } from './batches.js';
export { Timers } from './timers.js';
export {
  detached,
  inSpan,
  type Span,
  type SpanAttributes,
  type SpanOptions,
  type Tracer,
  useTracer,
} from './tracing.js';
export { nextTurn } from './turns.js';
