import { type Freshness } from '@gateway/poller';

import { digest } from '../http/entity-tag.js';

/** A freshness as responses contain it. */
export interface FreshnessParts {
  /** The members `stale_sources` and `gaps` of a response, without braces. */
  readonly text: string;
  /** The part of the entity tag. It changes with the stale sources and the gaps, but not with ages. */
  readonly digest: string;
}

const computed = new WeakMap<Freshness, FreshnessParts>();

/** Returns the parts of a freshness; they are computed once per object. */
export function freshnessParts(freshness: Freshness): FreshnessParts {
  const known = computed.get(freshness);
  if (known) return known;
  const parts = { text: textOf(freshness), digest: digest(JSON.stringify(keysOf(freshness))) };
  computed.set(freshness, parts);
  return parts;
}

function textOf({ gaps, stale }: Freshness): string {
  return `"stale_sources":${JSON.stringify(stale)},"gaps":${JSON.stringify(gaps)}`;
}

function keysOf({ gaps, stale }: Freshness): readonly string[] {
  return [
    ...stale.map(({ name, reason }) => `${name} ${reason.split(':')[0]}`),
    ...gaps.map(({ from, source, to }) => `${source} ${from} ${to ?? ''}`),
  ];
}
