import { type Filter } from './filter-text';

/** What a click on a facet does: only this value, this value too, or not this value. */
export type FacetChoice = 'only' | 'toggle' | 'not';

/** The values that a term names, and whether it excludes them. */
export interface FacetTerm {
  readonly values: readonly string[];
  readonly isNegated: boolean;
}

/** Reads a term that a facet can show: plain values, all wanted or all excluded. Undefined for any other term. */
export function facetTerm(filter: Filter, field: string): FacetTerm | undefined {
  const value = filter.find(([name]) => name === field)?.[1];
  if (value === undefined) return { values: [], isNegated: false };
  const isNegated = value.startsWith('!');
  const values = (isNegated ? value.slice(1) : value).split('|');
  return values.every(isPlain) ? { values, isNegated } : undefined;
}

/** True if the filter admits the value, as far as a facet can show it. */
export function isChosen(term: FacetTerm | undefined, value: string): boolean {
  return term !== undefined && term.values.includes(value) !== term.isNegated && term.values.length > 0;
}

/** The filter after a click on a value. The last value that is taken away removes the term. */
export function chooseFacet(filter: Filter, field: string, value: string, choice: FacetChoice): Filter {
  const term = facetTerm(filter, field) ?? { values: [], isNegated: false };
  const { values, isNegated } = next(term, value, choice);
  const text = `${isNegated ? '!' : ''}${values.join('|')}`;
  const rest = withoutField(filter, field);
  return values.length === 0 ? rest : [[field, text] as const, ...rest];
}

/** The filter without the terms of a field. */
export function withoutField(filter: Filter, field: string): Filter {
  return filter.filter(([name]) => name !== field);
}

function next({ values, isNegated }: FacetTerm, value: string, choice: FacetChoice): FacetTerm {
  const isNamed = values.includes(value);
  if (choice === 'only') {
    const isAlreadyOnly = isNamed && values.length === 1 && !isNegated;
    return { values: isAlreadyOnly ? [] : [value], isNegated: false };
  }
  if (choice === 'not') return { values: isNegated && !isNamed ? [...values, value] : [value], isNegated: true };
  return { values: isNamed ? values.filter((each) => each !== value) : [...values, value], isNegated };
}

const isPlain = (value: string): boolean => value !== '' && !/[*!"{}<>]|\.\.|^null$/.test(value);

/** A value and its number of jobs. */
export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

/** The counts of a summary for fixed values in their own order, zeros included. */
export function countsInOrder(values: readonly string[], counts: ReadonlyMap<string, number>): readonly FacetCount[] {
  return values.map((value) => ({ value, count: counts.get(value) ?? 0 }));
}

/** Puts east-2 before east-10. */
const byName = new Intl.Collator('en', { numeric: true });

/** The counts of a summary by name, with the chosen values even if they have no job now. */
export function countsByName(counts: ReadonlyMap<string, number>, chosen: readonly string[]): readonly FacetCount[] {
  const names = [...new Set([...counts.keys(), ...chosen])].sort(byName.compare);
  return countsInOrder(names, counts);
}

/**
 * The number of matches of the whole filter, from counts that leave out one field each: exact if the filter has no term
 * of one of these fields, or plain values. Undefined if the counts do not say it.
 */
export function totalFrom(
  filter: Filter,
  counts: ReadonlyMap<string, ReadonlyMap<string, number>>,
): number | undefined {
  for (const [field, byValue] of counts) {
    const term = facetTerm(filter, field);
    if (!term) continue;
    const wanted = (value: string): boolean => term.values.length === 0 || isChosen(term, value);
    return [...byValue].reduce((sum, [value, count]) => sum + (wanted(value) ? count : 0), 0);
  }
  return undefined;
}
