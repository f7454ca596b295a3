import { type Filters } from '../api/types.js';

/** Names of sources, also with `*`, joined with `|`; no negation, comparison, range or quoted text. */
const PLAIN = /^(?!.*\.\.)[\w.*-]+(\|[\w.*-]+)*$/;

/**
 * Selects the sources whose jobs can match the filters. Only plain names in `source.name` are considered: with another
 * filter, every source is selected.
 */
export function sourceSelector({ 'source.name': value }: Filters): (source: string) => boolean {
  if (value === undefined || !PLAIN.test(value)) return () => true;
  const patterns = value.split('|').map((text) => {
    const parts = text.split('*').map((part) => part.replace(/\./g, String.raw`\.`));
    return new RegExp(`^${parts.join('.*')}$`);
  });
  return (source) => patterns.some((pattern) => pattern.test(source));
}
