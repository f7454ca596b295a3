import { isDeepStrictEqual } from 'node:util';

import { type Gap, isStale, type Source } from '@gateway/core';

import { reportOf, unchangedUntil } from './source-report.js';
import { type StateFields } from './state-fields.js';

/** A gap, with the name of its source. */
export interface SourceGap extends Gap {
  readonly source: string;
}

/** What one source adds to the freshness. */
export interface FreshnessPart {
  /** Present if the source is stale; `lastSuccess` in ms, from which the age counts. */
  readonly stale?: { readonly name: string; readonly reason: string; readonly lastSuccess?: number | undefined };
  readonly gaps: readonly SourceGap[];
}

const NOTHING: FreshnessPart = { gaps: [] };

/** What one source adds to the freshness, computed only after a change of its fields or when a time limit is over. */
export class SourceFreshness {
  #part = NOTHING;
  #isChanged = true;
  #unchangedUntil = 0;

  constructor(
    private readonly source: Source,
    private readonly fields: StateFields,
    private readonly onChange: (changed: SourceFreshness) => void,
  ) {}

  /** Must be called after every change of the fields. */
  noteChange(): void {
    this.#isChanged = true;
    this.onChange(this);
  }

  /** The part at a time in ms: the same object while its content is the same. */
  at(now: number): FreshnessPart {
    if (!this.#isChanged && now <= this.#unchangedUntil) return this.#part;
    const part = partOf(this.source, this.fields, now);
    if (!isDeepStrictEqual(part, this.#part)) this.#part = part;
    this.#isChanged = false;
    this.#unchangedUntil = unchangedUntil(this.source, this.fields, now);
    return this.#part;
  }

  /** The part as the last call of `at` returned it. */
  get part(): FreshnessPart {
    return this.#part;
  }

  /** Until when, in ms, the part of the last call is valid if the fields do not change. */
  get unchangedUntil(): number {
    return this.#unchangedUntil;
  }
}

function partOf(source: Source, fields: StateFields, now: number): FreshnessPart {
  const report = reportOf(source, fields, now);
  const { gaps, name, reason, status } = report;
  if (!isStale(report) && gaps.length === 0) return NOTHING;
  return {
    ...(isStale(report) && { stale: { name, reason: reason ?? status, lastSuccess: fields.lastSuccess } }),
    gaps: gaps.map((gap) => ({ source: name, ...gap })),
  };
}
