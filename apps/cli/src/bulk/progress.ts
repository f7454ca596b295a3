import { type BulkAction } from '../api/types.js';
import { cutEnd } from '../output/text-width.js';
import { formatDuration } from '../output/times.js';
import { formatCount, formatJobs } from './action-words.js';

const BAR_WIDTH = 20;
/** The counts of outcomes, in the order in which they are shown. */
const OUTCOMES = ['done', 'accepted', 'refused', 'failed', 'unknown'] as const;

/** The progress of a bulk action as one line: a bar, counts, and the time left. */
export function progressLine(bulk: BulkAction, now: number, hint: string, width: number): string {
  const { action, total } = bulk;
  const parts = [
    action,
    bar(bulk),
    `${formatCount(handledOf(bulk))}/${formatCount(total)}`,
    outcomesOf(bulk),
    timeLeft(bulk, now),
    hint,
  ];
  return cutEnd(parts.filter((part) => part !== '').join('  '), width);
}

/** A bulk action as one sentence: how many of how many were sent, what came of it, and how many were not tried. */
export function bulkSentence(bulk: BulkAction): string {
  const { action, sent, state, total } = bulk;
  const notTried = total - handledOf(bulk);
  const jobs = sent === total ? formatJobs(sent) : `${formatCount(sent)} of ${formatJobs(total)}`;
  const counts = [outcomesOf(bulk), notTried > 0 ? `not tried ${formatCount(notTried)}` : ''].filter(
    (text) => text !== '',
  );
  const details = counts.length === 0 ? '' : `: ${counts.join('  ')}`;
  return `${action}: ${jobs} sent${details}${state === 'done' ? '' : ` (${state})`}`;
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

/** The number of jobs whose action was sent, or that the gateway has refused to send. */
export function handledOf({ refused, sent }: BulkAction): number {
  return sent + refused;
}

/** Full for jobs with an outcome, grey for jobs that do not show it yet, and light for those whose turn has not come. */
function bar(bulk: BulkAction): string {
  const { accepted, total } = bulk;
  const handled = handledOf(bulk);
  const cells = (count: number): number => (total === 0 ? BAR_WIDTH : Math.floor((count / total) * BAR_WIDTH));
  const ended = cells(handled - accepted);
  const open = cells(handled) - ended;
  return '█'.repeat(ended) + '▒'.repeat(open) + '░'.repeat(BAR_WIDTH - ended - open);
}

function timeLeft(bulk: BulkAction, now: number): string {
  const elapsed = (now - Date.parse(bulk.started_time)) / 1_000;
  const handled = handledOf(bulk);
  if (bulk.state !== 'running' || handled === 0 || elapsed < 1) return '';
  return `${formatDuration((elapsed / handled) * (bulk.total - handled))} left`;
}
