/** The fields that a filter of jobs can have. A name that the API does not have does not compile. */
import { type JobQuery, type JobState } from '../api/types.js';

/** The fields in the order in which they are offered. */
export const FILTER_FIELDS = [
  ...(['state', 'source.name', 'source.kind', 'created_time', 'end_time', 'start_time', 'updated_time'] as const),
  ...(['description', 'message', 'type', 'code', 'error.code', 'error.message', 'error.target'] as const),
  ...(['svm.name', 'svm.uuid', 'node.name', 'object.name', 'object.type', 'tenant.name', 'user.name'] as const),
  ...(['duration_seconds', 'terminal', 'gone', 'attempt', 'id', 'native_id', 'native_state', 'parent_id'] as const),
  ...(['requested.action', 'requested.outcome', 'requested.by', 'requested.time'] as const),
  ...(['submit_time', 'first_seen_time'] as const),
] as const satisfies readonly (keyof JobQuery)[];

const STATES: Readonly<Record<JobState, true>> = {
  queued: true,
  running: true,
  paused: true,
  success: true,
  warning: true,
  partial_failure: true,
  failure: true,
  cancelled: true,
  unknown: true,
};

const TIMES = ['>-15m', '>-1h', '>-24h', '<-1h'];
const BOOLEANS = ['true', 'false'];

/** The values that are offered for some fields. */
export const FIELD_VALUES: Readonly<Partial<Record<string, readonly string[]>>> = {
  state: Object.keys(STATES),
  'source.kind': ['ontap', 'service-engine', 'unified-manager'],
  'requested.action': ['cancel', 'pause', 'resume'],
  'requested.outcome': ['accepted', 'done', 'finished_first', 'not_honoured', 'failed', 'unknown'],
  terminal: BOOLEANS,
  gone: BOOLEANS,
  created_time: TIMES,
  start_time: TIMES,
  end_time: TIMES,
  updated_time: TIMES,
  duration_seconds: ['>60', '>600', '>3600'],
};
