import { isDeepStrictEqual } from 'node:util';

import { includesSource, type SourceScope } from '@gateway/core';
import { type Freshness } from '@gateway/poller';

/** The freshness of a scope, and the freshness of all sources that it is a part of. */
interface Known {
  readonly whole: Freshness;
  readonly part: Freshness;
}

const known = new WeakMap<SourceScope, Known>();

/** The part of a freshness that is about the sources of a scope: the same object while its content is the same. */
export function freshnessOfScope(whole: Freshness, scope: SourceScope | undefined): Freshness {
  if (scope === undefined) return whole;
  const former = known.get(scope);
  if (former?.whole === whole) return former.part;
  const next: Freshness = {
    stale: whole.stale.filter(({ name }) => includesSource(scope, name)),
    gaps: whole.gaps.filter(({ source }) => includesSource(scope, source)),
  };
  const part = former && isDeepStrictEqual(former.part, next) ? former.part : next;
  known.set(scope, { whole, part });
  return part;
}
