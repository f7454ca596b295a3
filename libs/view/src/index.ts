export { ViewReplicator } from './replication/view-replicator.js';
export {
  ChangeHistory,
  HISTORY_LIMITS,
  type HistoryLimits,
  type HistoryRecord,
  type JobChange,
  type RecordChange,
} from './history/change-history.js';
export { recordMatches } from './query/row-test.js';
export { queryRecords, type RecordPage } from './query/query-records.js';
export { type FieldChoice, projection } from './query/projection.js';
export { TimeSlice } from './query/time-slice.js';
export { View } from './index/view.js';
export { type ViewRecord } from './index/view-record.js';
export { ViewModule } from './view.module.js';
