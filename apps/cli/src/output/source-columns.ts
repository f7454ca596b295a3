import { type SourcePart } from '../api/types.js';
import { type Style } from './colours.js';
import { fieldColumn, type RecordColumn, textOf } from './columns.js';
import { formatAge } from './times.js';
import { ABSENT, timeText, type View } from './view.js';

type Status = NonNullable<SourcePart['status']>;

/** The mark and the style of each status, most trouble first. */
const STATUS_LOOKS: Readonly<Record<Status, { readonly mark: string; readonly style: Style }>> = {
  failing: { mark: 'x', style: ['bold', 'red'] },
  unauthorized: { mark: '!', style: 'red' },
  degraded: { mark: '%', style: 'yellow' },
  starting: { mark: '.', style: 'dim' },
  ok: { mark: '+', style: 'green' },
};

/** The columns of a list of sources, those of `-o wide` last. */
export const SOURCE_COLUMNS: readonly RecordColumn<SourcePart>[] = [
  {
    ...{ name: 'status', title: 'STATUS', stays: true, fields: ['status'] },
    cell: ({ status }) => (status === undefined ? { text: ABSENT } : statusCell(status)),
    value: ({ status }) => status,
  },
  fieldColumn('name', 'NAME', 'name', { stays: true }),
  fieldColumn('kind', 'KIND', 'kind'),
  {
    ...{ name: 'age', title: 'AGE', stays: true, fields: ['age_seconds'] },
    align: 'right',
    cell: ({ age_seconds }) => ({ text: age_seconds === undefined ? ABSENT : formatAge(age_seconds) }),
    value: ({ age_seconds }) => age_seconds,
  },
  {
    ...{ name: 'active', title: 'ACTIVE', fields: ['jobs'] },
    align: 'right',
    cell: (source) => ({ text: String(activeJobs(source)) }),
    value: (source) => activeJobs(source),
  },
  {
    ...{ name: 'failed', title: 'FAILED', fields: ['jobs'] },
    align: 'right',
    cell: (source) => ({ text: String(failedJobs(source)) }),
    value: (source) => failedJobs(source),
  },
  {
    ...{ name: 'gaps', title: 'GAPS', fields: ['gaps'] },
    cell: ({ gaps = [] }) => {
      const isOpen = gaps.some(({ to }) => to === undefined);
      return { text: `${gaps.length}${isOpen ? ' open' : ''}`, style: isOpen ? 'yellow' : undefined };
    },
    value: ({ gaps = [] }) => gaps.length,
  },
  fieldColumn('reason', 'REASON', 'reason', { givesWay: 1, least: 20, stays: true }),
  {
    ...{ name: 'origin', title: 'ORIGIN', fields: ['origin'] },
    cell: ({ origin }) => ({ text: textOf(origin?.file ?? origin?.source ?? origin?.kind) }),
    value: ({ origin }) => origin?.file ?? origin?.source ?? origin?.kind,
  },
  fieldColumn('url', 'URL', 'url'),
  fieldColumn('version', 'VERSION', 'version'),
  fieldColumn('failures', 'FAILURES', 'consecutive_failures', { align: 'right' }),
  fieldColumn('clock', 'CLOCK', 'clock_offset_seconds', { align: 'right' }),
  fieldColumn('replica', 'REPLICA', 'polled_by'),
  timeColumn('since', 'SINCE', 'first_poll_time'),
  timeColumn('polled', 'POLLED', 'last_poll_time'),
  timeColumn('next', 'NEXT', 'next_poll_time'),
];

/** The columns of a table of sources, without those of `-o wide`. */
export const DEFAULT_SOURCE_COLUMNS: readonly string[] = [
  ...['status', 'name', 'kind', 'age', 'active', 'failed', 'gaps', 'reason'],
];

/** Sources sorted by trouble, then by name. */
export function byTrouble(sources: readonly SourcePart[]): readonly SourcePart[] {
  const order = Object.keys(STATUS_LOOKS);
  const rank = ({ status = 'ok' }: SourcePart): number => order.indexOf(status);
  return [...sources].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

function statusCell(status: Status): { readonly text: string; readonly style: Style } {
  const { mark, style } = STATUS_LOOKS[status];
  return { text: `${mark} ${status}`, style };
}

function activeJobs({ jobs = {} }: SourcePart): number {
  return (jobs.queued ?? 0) + (jobs.running ?? 0) + (jobs.paused ?? 0);
}

function failedJobs({ jobs = {} }: SourcePart): number {
  return (jobs.failure ?? 0) + (jobs.partial_failure ?? 0);
}

function timeColumn(
  name: string,
  title: string,
  field: 'first_poll_time' | 'last_poll_time' | 'next_poll_time',
): RecordColumn<SourcePart> {
  return {
    ...{ name, title, fields: [field] },
    cell: (source, view: View) => ({ text: timeText(source[field], view) }),
    value: (source) => source[field],
  };
}
