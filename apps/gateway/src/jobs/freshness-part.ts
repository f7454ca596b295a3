/** The parts of a freshness that are about some sources: the same objects while their content is the same. */
import { isDeepStrictEqual } from 'node:util';

import { type Filter, includesSource, type Job, type JobSource, meetsFilter, type SourceScope } from '@gateway/core';
import { type Freshness } from '@gateway/poller';

/** A part, and the freshness that it was made from. */
interface Known {
  readonly whole: Freshness;
  readonly part: Freshness;
}

/** By the scope, or the filters, that select the sources. */
const known = new WeakMap<object, Known>();

/** The part about the sources of a scope; without a scope, the whole. */
export function freshnessOfScope(whole: Freshness, scope: SourceScope | undefined): Freshness {
  return scope === undefined ? whole : partOf(whole, scope, (name) => includesSource(scope, name));
}

/** The part about the sources whose jobs can match the filters. `sourceNamed` returns the sources that are configured. */
export function freshnessOfFilters(
  whole: Freshness,
  filters: readonly Filter[],
  sourceNamed: (name: string) => JobSource | undefined,
): Freshness {
  const ofSources = filters.filter(({ field }) => field.path.startsWith('source.'));
  if (ofSources.length === 0 || (whole.stale.length === 0 && whole.gaps.length === 0)) return whole;
  return partOf(whole, filters, (name) => {
    const source = sourceNamed(name);
    if (source === undefined) return true;
    return ofSources.every((filter) => meetsFilter(filter.field.read({ source } as Job), filter));
  });
}

function partOf(whole: Freshness, selection: object, selects: (source: string) => boolean): Freshness {
  const former = known.get(selection);
  if (former?.whole === whole) return former.part;
  const selected = new Map<string, boolean>();
  const isSelected = (source: string): boolean => {
    const found = selected.get(source) ?? selects(source);
    selected.set(source, found);
    return found;
  };
  const next: Freshness = {
    stale: whole.stale.filter(({ name }) => isSelected(name)),
    gaps: whole.gaps.filter(({ source }) => isSelected(source)),
  };
  const part = former && isDeepStrictEqual(former.part, next) ? former.part : next;
  known.set(selection, { whole, part });
  return part;
}
