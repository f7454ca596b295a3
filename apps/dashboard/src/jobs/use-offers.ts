import { useEffect, useState } from 'react';

import { type Completion, fieldOffers, knownValues, matching, type Offer } from './completion';
import { type Field } from './fields';
import { type Filter, parseFilter } from './filter-text';

const DEBOUNCE_MS = 150;
const MOST_OFFERS = 50;
const RECENT_KEY = 'job-gateway.recent-fields';
const MOST_RECENT = 5;

/** Finds the values of a field that match the rest of the filter. */
export type FindValues = (field: string, rest: Filter, signal: AbortSignal) => Promise<readonly Offer[]>;

/** The offers for what is typed; values of texts come from the server a moment later. */
export function useOffers(
  completion: Completion | undefined,
  text: string,
  fields: readonly Field[],
  findValues: FindValues,
): readonly Offer[] {
  const [found, setFound] = useState<{ readonly field: string; readonly offers: readonly Offer[] }>();
  const field = completion?.kind === 'value' ? completion.field : undefined;
  const known = field === undefined ? undefined : knownValues(fields.find(({ name }) => name === field));
  const isAsked = field !== undefined && known === undefined;
  useEffect(() => {
    if (!isAsked) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const rest = parseFilter(text).filter(([name]) => name !== field);
      findValues(field, rest, abort.signal).then(
        (offers) => setFound({ field, offers }),
        () => setFound({ field, offers: [] }),
      );
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [isAsked, field, text, findValues]);
  if (!completion) return [];
  if (field === undefined) return fieldOffers(completion.typed, fields, recentFields()).slice(0, MOST_OFFERS);
  const values = known ?? (found?.field === field ? found.offers : []);
  return matching(values, completion.typed).slice(0, MOST_OFFERS);
}

/** Remembers the fields of an applied filter, which are offered first. */
export function rememberFields(filter: Filter): void {
  const names = [...new Set([...filter.map(([name]) => name), ...recentFields()])].slice(0, MOST_RECENT);
  try {
    localStorage.setItem(RECENT_KEY, JSON.stringify(names));
  } catch {
    // Without storage no field is recent.
  }
}

function recentFields(): readonly string[] {
  try {
    return JSON.parse(localStorage.getItem(RECENT_KEY) ?? '[]') as readonly string[];
  } catch {
    return [];
  }
}
