import { type JobPart } from '../api/types.js';
import { fieldColumn, type RecordColumn, textOf } from './columns.js';
import { stateCell } from './job-state.js';
import { formatDuration } from './times.js';
import { ABSENT, ageText, timeText, type View } from './view.js';

type Column = RecordColumn<JobPart>;
type TimeField = 'start_time' | 'end_time' | 'updated_time';

/** The columns of a list of jobs, those of `-o wide` last. */
export const JOB_COLUMNS: readonly Column[] = [
  {
    ...{ name: 'state', title: 'STATE', stays: true },
    fields: ['state', 'requested.action', 'requested.outcome', 'attempt', 'gone'],
    cell: (job) => stateCell(job),
    value: ({ state }) => state,
  },
  {
    ...{ name: 'job', title: 'JOB', givesWay: 2 },
    fields: ['description', 'type'],
    cell: (job) => ({ text: textOf(jobTitle(job)) }),
    value: (job) => jobTitle(job),
  },
  {
    ...{ name: 'source', title: 'SOURCE', stays: true },
    fields: ['source.name'],
    cell: ({ source }, { staleSources }) => {
      const isStale = source?.name !== undefined && staleSources.has(source.name);
      return isStale ? { text: `${source.name}!`, style: 'yellow' } : { text: textOf(source?.name) };
    },
    value: ({ source }) => source?.name,
  },
  {
    ...{ name: 'message', title: 'MESSAGE', givesWay: 1 },
    fields: ['message', 'error.message'],
    cell: (job) => ({ text: textOf(jobMessage(job)) }),
    value: (job) => jobMessage(job),
  },
  {
    ...{ name: 'age', title: 'AGE', stays: true },
    align: 'right',
    fields: ['created_time'],
    cell: ({ created_time }, view) => ({ text: ageText(created_time, view) }),
    value: ({ created_time }) => created_time,
  },
  {
    ...{ name: 'took', title: 'TOOK' },
    align: 'right',
    fields: ['duration_seconds', 'start_time', 'terminal'],
    cell: (job, view) => {
      const seconds = tookSeconds(job, view);
      return { text: seconds === undefined ? ABSENT : formatDuration(seconds) };
    },
    value: ({ duration_seconds }) => duration_seconds,
  },
  fieldColumn('id', 'ID', 'id', { cut: 'middle', givesWay: 3 }),
  fieldColumn('native', 'NATIVE', 'native_state'),
  fieldColumn('kind', 'KIND', 'source.kind'),
  {
    ...{ name: 'object', title: 'OBJECT', fields: ['svm.name', 'object.name'] },
    cell: (job) => ({ text: textOf(objectName(job)) }),
    value: (job) => objectName(job),
  },
  fieldColumn('svm', 'SVM', 'svm.name'),
  fieldColumn('node', 'NODE', 'node.name'),
  fieldColumn('user', 'USER', 'user.name'),
  {
    ...{ name: 'code', title: 'CODE', fields: ['code', 'error.code'] },
    cell: (job) => ({ text: textOf(jobCode(job)) }),
    value: (job) => jobCode(job),
  },
  timeColumn('started', 'STARTED', 'start_time'),
  timeColumn('ended', 'ENDED', 'end_time'),
  timeColumn('updated', 'UPDATED', 'updated_time'),
];

/** The columns of a table, without those of `-o wide`. */
export const DEFAULT_JOB_COLUMNS: readonly string[] = ['state', 'job', 'source', 'message', 'age', 'took', 'id'];

/** What a job is called: what it does, else its type. */
export function jobTitle({ description, type }: JobPart): string | undefined {
  return description ?? type;
}

/** Why a job failed, else its progress or result. */
export function jobMessage({ error, message }: JobPart): string | undefined {
  return error?.message ?? message;
}

/** How long a job took, or has been running. */
export function tookSeconds({ duration_seconds, start_time, terminal }: JobPart, { now }: View): number | undefined {
  if (duration_seconds !== undefined) return duration_seconds;
  return terminal === false && start_time !== undefined ? (now - Date.parse(start_time)) / 1_000 : undefined;
}

function objectName({ object, svm }: JobPart): string | undefined {
  if (object?.name === undefined) return undefined;
  return svm?.name === undefined ? object.name : `${svm.name}:${object.name}`;
}

/** The code of the error, else the result code unless it means "no error". */
function jobCode({ code, error }: JobPart): string | number | undefined {
  return error?.code ?? (code === 0 ? undefined : code);
}

function timeColumn(name: string, title: string, field: TimeField): Column {
  return {
    ...{ name, title, fields: [field] },
    cell: (job, view) => ({ text: timeText(job[field], view) }),
    value: (job) => job[field],
  };
}
