import { type ActionName, type BulkPreview, type Filters } from '../api/types.js';
import { filterText } from '../filter/filter-terms.js';
import { neutralise } from '../output/neutralise.js';
import { formatDuration } from '../output/times.js';
import { DONE_WORDS, formatCount, formatJobs } from './action-words.js';

/** What the text is about. */
type PreviewFacts = Pick<BulkPreview, 'by_source' | 'count' | 'estimated_seconds' | 'refused'>;

/** Most sources and reasons that are named. */
const MAX_NAMED = 10;

/** What an action on all matches would do: how many jobs by source, how long that takes, and how many would not be sent and why. */
export function previewText(
  action: ActionName,
  filters: Filters,
  { by_source, count, estimated_seconds: seconds, refused }: PreviewFacts,
): readonly string[] {
  const sources = by_source.map((source) => `${source.name} ${formatCount(source.count)}`);
  const left = refused.reduce((sum, each) => sum + each.count, 0);
  const reasons = refused.map((each) => `${formatCount(each.count)}: ${each.reason}`);
  return [
    `${action} where ${filterText(filters)}`,
    [`${formatJobs(count)} would be ${DONE_WORDS[action]}`, ...(count > 0 ? [named(sources)] : [])].join(':  '),
    ...(count > 1 ? [`sending takes about ${formatDuration(seconds)}`] : []),
    ...(left > 0
      ? [`${formatJobs(left)} would not:`, ...reasons.slice(0, MAX_NAMED).map((reason) => `  ${reason}`)]
      : []),
    ...(reasons.length > MAX_NAMED ? [`  and ${reasons.length - MAX_NAMED} more reasons`] : []),
  ].map(neutralise);
}

function named(texts: readonly string[]): string {
  const rest = texts.length - MAX_NAMED;
  const shown = texts.slice(0, MAX_NAMED).join('  ');
  return rest > 0 ? `${shown}  and ${rest} more sources` : shown;
}
