import { includesSource, type SourceScope } from '@gateway/core';
import { LRUCache } from 'lru-cache';

import { type Segment } from '../index/segment.js';

/** Scopes whose flags are kept: with a million jobs of 1,000 sources, those of one take some 250 kB. */
const MAX_SCOPES = 32;

const known = new LRUCache<SourceScope, WeakMap<Segment, Uint8Array>>({ max: MAX_SCOPES });

/** Flags by the codes of the column `sources` of a segment: 1 for a source in the scope, else 0. */
export function visibleSources(scope: SourceScope, segment: Segment): Uint8Array {
  let ofScope = known.get(scope);
  if (ofScope === undefined) known.set(scope, (ofScope = new WeakMap()));
  const { values } = segment.sources;
  const flags = ofScope.get(segment);
  // Rows of further sources may have been added.
  if (flags?.length === values.length) return flags;
  const made = Uint8Array.from(values, (source) =>
    source !== undefined && includesSource(scope, source.name) ? 1 : 0,
  );
  ofScope.set(segment, made);
  return made;
}
