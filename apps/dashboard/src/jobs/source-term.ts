import { type Filter } from './filter-text';

/** Quotes, braces, comparisons, ranges, later negations and `null` are left to the server. */
const UNDECIDED = /["{}\\<>]|\.\.|.!|^!?null$/;

/** False if the filter's term for `source.name` excludes a source; true if it does not, or only the server can say. */
export function mayHaveSource(filter: Filter, source: string): boolean {
  const term = filter.find(([field]) => field === 'source.name')?.[1];
  if (term === undefined || UNDECIDED.test(term)) return true;
  const isNegated = term.startsWith('!');
  const patterns = (isNegated ? term.slice(1) : term).split('|');
  return patterns.some((pattern) => matches(pattern, source)) !== isNegated;
}

/** `*` is any text. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[$()+.?[\\\]^{|}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
