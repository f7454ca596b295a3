import { type BulkAction } from '../api/types.js';
import { cutEnd } from '../output/text-width.js';
import { formatDuration } from '../output/times.js';
import { formatCount } from './action-words.js';

const BAR_WIDTH = 20;
/** The counts of outcomes, in the order in which they are shown. */
const OUTCOMES = ['done', 'accepted', 'refused', 'failed', 'unknown'] as const;

/** The progress of a bulk action as one line: a bar, counts, and the time left. */
export function progressLine(bulk: BulkAction, now: number, hint: string, width: number): string {
  const { action, sent, total } = bulk;
  const parts = [
    action,
    bar(bulk),
    `${formatCount(sent)}/${formatCount(total)}`,
    outcomesOf(bulk),
    timeLeft(bulk, now),
    hint,
  ];
  return cutEnd(parts.filter((part) => part !== '').join('  '), width);
}

/** The counts of outcomes that are not 0. */
export function outcomesOf(bulk: BulkAction): string {
  return OUTCOMES.filter((outcome) => bulk[outcome] > 0)
    .map((outcome) => `${outcome} ${formatCount(bulk[outcome])}`)
    .join('  ');
}

/** True while jobs may still show the action. */
export function isUnderWay({ accepted, state }: BulkAction): boolean {
  return state === 'running' || accepted > 0;
}

/** Full for jobs with an outcome, grey for jobs that were sent, and light for the others. */
function bar({ accepted, sent, total }: BulkAction): string {
  const cells = (count: number): number => (total === 0 ? BAR_WIDTH : Math.floor((count / total) * BAR_WIDTH));
  const ended = cells(sent - accepted);
  const open = cells(sent) - ended;
  return '█'.repeat(ended) + '▒'.repeat(open) + '░'.repeat(BAR_WIDTH - ended - open);
}

function timeLeft({ sent, started_time, state, total }: BulkAction, now: number): string {
  const elapsed = (now - Date.parse(started_time)) / 1_000;
  if (state !== 'running' || sent === 0 || elapsed < 1) return '';
  return `${formatDuration((elapsed / sent) * (total - sent))} left`;
}
