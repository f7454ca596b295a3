import { type JobList } from '../api/types.js';
import { neutralise } from './neutralise.js';
import { formatAge, formatClock, formatTime } from './times.js';
import { type View } from './view.js';

/** What a list says besides its records. */
export type ListFacts = Pick<JobList, 'total_records' | 'stale_sources' | 'gaps'>;

/** Most sources and gaps that are named. */
const MAX_NAMED = 3;
const DAY_MS = 86_400_000;

/** One line below a list: how many of how many, which sources have old data, and the gaps. */
export function footnote(
  shown: number,
  { gaps, stale_sources, total_records }: ListFacts,
  { now, utc }: Pick<View, 'now' | 'utc'>,
): string {
  const count =
    shown < total_records ? `${shown} of ${total_records}` : `${total_records} ${total_records === 1 ? 'job' : 'jobs'}`;
  const stale = stale_sources.map(({ age_seconds, name, reason }) =>
    neutralise(`${name} ${age_seconds === undefined ? 'never read' : `${formatAge(age_seconds)} old`}: ${reason}`),
  );
  // The newest gaps are the ones that matter.
  const missed = [...gaps].sort((a, b) => (a.from < b.from ? 1 : -1)).map((gap) => gapText(gap, now, utc));
  return [count, ...named(stale, 'sources with old data'), ...named(missed, 'gaps')].join(' · ');
}

function gapText({ from, source, to }: ListFacts['gaps'][number], now: number, utc: boolean): string {
  const format = now - Date.parse(from) < DAY_MS ? formatClock : formatTime;
  return `gap ${source} ${to === undefined ? `since ${format(from, utc)}` : `${format(from, utc)}–${format(to, utc)}`}`;
}

function named(texts: readonly string[], what: string): readonly string[] {
  const rest = texts.length - MAX_NAMED;
  return rest > 0 ? [...texts.slice(0, MAX_NAMED), `${rest} more ${what}`] : texts;
}
