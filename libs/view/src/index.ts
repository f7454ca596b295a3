export { ChangeHistory, HISTORY_LIMITS, type HistoryLimits, type JobChange } from './change-history.js';
export { matches } from './matches.js';
export { type FieldChoice, projection } from './projection.js';
export { TimeSlice } from './time-slice.js';
export { View } from './view.js';
