import { type WatchChange } from '../api/follow-watch.js';
import { textOf } from './columns.js';
import { jobMessage, jobTitle } from './job-columns.js';
import { STATE_LOOKS } from './job-state.js';
import { renderTable, type TableColumn, type TableLook } from './table.js';
import { cutEnd, padEnd } from './text-width.js';

/** The widths are fixed, so that the lines of a stream stand below each other. */
const STATE_WIDTH = 'partial_failure'.length;
const JOB_WIDTH = 32;
const SOURCE_WIDTH = 12;
const SIGNS = { added: '+', modified: '~', removed: '-' } as const;

const COLUMNS: readonly TableColumn[] = [
  { title: 'CHANGE', stays: true },
  { title: 'SOURCE', stays: true },
  { title: 'JOB', givesWay: 2 },
  { title: 'MESSAGE', givesWay: 1 },
];

/** A change as one line: when, added `+`, changed `~` or removed `-`, the state, the source, the job and its message. */
export function changeLine({ event, job }: WatchChange, time: string, look: TableLook): string {
  const begin = `${time} ${SIGNS[event]}`;
  if (!('state' in job)) return `${begin} ${textOf(job.id)}`;
  const { style } = STATE_LOOKS[job.state];
  const title = textOf(jobTitle(job));
  const row = [
    { text: `${begin} ${job.state.padEnd(STATE_WIDTH)}`, style },
    { text: padEnd(textOf(job.source.name), SOURCE_WIDTH) },
    { text: padEnd(look.width === undefined ? title : cutEnd(title, JOB_WIDTH), JOB_WIDTH) },
    { text: textOf(jobMessage(job)) },
  ];
  return renderTable(COLUMNS, [row], { ...look, headers: false })[0] ?? begin;
}
