import { type ActionPart } from '../api/types.js';
import { type Style } from './colours.js';
import { fieldColumn, type RecordColumn, textOf } from './columns.js';
import { ABSENT, ageText } from './view.js';

type Outcome = NonNullable<ActionPart['outcome']>;

/** The mark and the style of each outcome. */
const OUTCOME_LOOKS: Readonly<Record<Outcome, { readonly mark: string; readonly style: Style }>> = {
  pending: { mark: '.', style: 'dim' },
  accepted: { mark: '>', style: 'blue' },
  done: { mark: '+', style: 'green' },
  finished_first: { mark: '/', style: 'dim' },
  not_honoured: { mark: '!', style: 'yellow' },
  failed: { mark: 'x', style: ['bold', 'red'] },
  unknown: { mark: '?', style: 'magenta' },
  refused: { mark: '%', style: 'red' },
};

/** The columns of the audit trail, those of `-o wide` last. */
export const ACTION_COLUMNS: readonly RecordColumn<ActionPart>[] = [
  {
    ...{ name: 'age', title: 'AGE', stays: true, fields: ['time'] },
    align: 'right',
    cell: ({ time }, view) => ({ text: ageText(time, view) }),
    value: ({ time }) => time,
  },
  fieldColumn('action', 'ACTION', 'action', { stays: true }),
  {
    ...{ name: 'outcome', title: 'OUTCOME', stays: true, fields: ['outcome'] },
    cell: ({ outcome }) => (outcome === undefined ? { text: ABSENT } : outcomeCell(outcome)),
    value: ({ outcome }) => outcome,
  },
  fieldColumn('by', 'BY', 'by.name', { givesWay: 4 }),
  fieldColumn('source', 'SOURCE', 'source.name'),
  {
    ...{ name: 'job', title: 'JOB', givesWay: 2, fields: ['job'] },
    cell: ({ job }) => ({ text: textOf(job?.description) }),
    value: ({ job }) => job?.description,
  },
  {
    ...{ name: 'detail', title: 'DETAIL', givesWay: 1, fields: ['detail', 'backend'] },
    cell: ({ backend, detail }) => ({ text: textOf(backend?.message ?? detail) }),
    value: ({ backend, detail }) => backend?.message ?? detail,
  },
  fieldColumn('job.id', 'JOB ID', 'job.id', { cut: 'middle', givesWay: 3 }),
  fieldColumn('status', 'STATUS', 'status', { align: 'right' }),
  fieldColumn('method', 'METHOD', 'by.method'),
  fieldColumn('address', 'ADDRESS', 'by.address'),
  fieldColumn('bulk', 'BULK', 'bulk_id'),
  fieldColumn('request', 'REQUEST', 'request_id'),
  fieldColumn('id', 'ID', 'id'),
];

/** The columns of a table of actions, without those of `-o wide`. */
export const DEFAULT_ACTION_COLUMNS: readonly string[] = [
  ...['age', 'action', 'outcome', 'by', 'source', 'job', 'detail', 'job.id'],
];

/** An outcome with its mark. */
export function outcomeCell(outcome: Outcome): { readonly text: string; readonly style: Style } {
  const { mark, style } = OUTCOME_LOOKS[outcome];
  return { text: `${mark} ${outcome}`, style };
}
