import { valueText } from '../jobs/completion';

/** The filter value for a pattern: `*` is any text, everything else is taken literally. */
export function patternValue(pattern: string): string {
  return pattern
    .split('*')
    .map((part) => (part === '' ? '' : valueText(part)))
    .join('*');
}
