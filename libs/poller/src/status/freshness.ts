import { type FreshnessPart, type SourceFreshness, type SourceGap } from './source-freshness.js';
import { secondsSince } from './source-report.js';

/** The ages of stale sources are computed again after this time, in ms. */
const AGES_RENEWED_MS = 500;

/** A source whose jobs in a response are outdated. */
export interface StaleSource {
  readonly name: string;
  /** Age of the data, up to half a second old; absent if the source was never polled. */
  readonly age_seconds?: number;
  readonly reason: string;
}

/** The stale sources and the gaps of all sources, in the order of the configuration. */
export interface Freshness {
  /** Sources without data, with data older than twice the poll interval, or with a refused login. */
  readonly stale: readonly StaleSource[];
  readonly gaps: readonly SourceGap[];
}

/** Keeps the freshness of all sources until it changes. */
export class FreshnessMemo {
  #current: Freshness = { stale: [], gaps: [] };
  /** The parts in `#current`, without the empty ones. */
  #parts: readonly FreshnessPart[] = [];
  /** Sources that have changed since the last call of `at`. */
  readonly #changed = new Set<SourceFreshness>();
  #unchangedUntil = -Infinity;
  #agesFrom = 0;

  /** Must be called after every change of a source's state. */
  noteChange(source: SourceFreshness): void {
    this.#changed.add(source);
  }

  /** Must be called when sources are added, replaced or removed. */
  noteSourcesChange(): void {
    this.#unchangedUntil = -Infinity;
  }

  /**
   * The freshness at a time in ms that never decreases: the same object while its content is the same. Unless
   * something has changed, the cost does not depend on the number of sources.
   */
  at(now: number, sources: Iterable<{ readonly freshness: SourceFreshness }>): Freshness {
    const isSame = this.#changed.size === 0 || this.#isSameAfterChanges(now);
    if (!isSame || now > this.#unchangedUntil) this.#update(now, sources);
    return this.#current;
  }

  /** Most changes, such as another successful poll, change nothing here: only their sources are examined. */
  #isSameAfterChanges(now: number): boolean {
    let isSame = true;
    for (const source of this.#changed) {
      const before = source.part;
      if (source.at(now) !== before) isSame = false;
      this.#unchangedUntil = Math.min(this.#unchangedUntil, source.unchangedUntil);
    }
    this.#changed.clear();
    return isSame;
  }

  #update(now: number, sources: Iterable<{ readonly freshness: SourceFreshness }>): void {
    const parts: FreshnessPart[] = [];
    let unchangedUntil = Infinity;
    for (const { freshness } of sources) {
      const part = freshness.at(now);
      if (part.stale || part.gaps.length > 0) parts.push(part);
      unchangedUntil = Math.min(unchangedUntil, freshness.unchangedUntil);
    }
    const hasAges = parts.some(({ stale }) => stale?.lastSuccess !== undefined);
    if (!isSame(parts, this.#parts) || (hasAges && now - this.#agesFrom >= AGES_RENEWED_MS)) {
      this.#current = {
        stale: parts.flatMap((part) => staleSource(part, now)),
        gaps: parts.flatMap(({ gaps }) => gaps),
      };
      this.#parts = parts;
      this.#agesFrom = now;
    }
    this.#unchangedUntil = hasAges ? Math.min(unchangedUntil, this.#agesFrom + AGES_RENEWED_MS - 1) : unchangedUntil;
  }
}

function isSame(some: readonly FreshnessPart[], others: readonly FreshnessPart[]): boolean {
  return some.length === others.length && some.every((part, at) => part === others[at]);
}

function staleSource({ stale }: FreshnessPart, now: number): readonly StaleSource[] {
  if (stale === undefined) return [];
  const { lastSuccess, name, reason } = stale;
  return [{ name, ...(lastSuccess !== undefined && { age_seconds: secondsSince(lastSuccess, now) }), reason }];
}
