import { includesSource, type Revision, type SourceScope } from '@gateway/core';

/** The last change of one source, in a list that is ordered by the time of the change. */
interface LastChange {
  readonly source: string;
  revision: Revision;
  /** Increases with every noted change. */
  sequence: number;
  older: LastChange | undefined;
  newer: LastChange | undefined;
}

/** The last revision of a scope, as of a noted change. */
interface Known {
  readonly sequence: number;
  readonly revision: Revision;
}

/** The revisions of the last changes, by source and by scope. */
export class SourceRevisions {
  readonly #bySource = new Map<string, LastChange>();
  #newest: LastChange | undefined;
  #sequence = 0;
  readonly #byScope = new WeakMap<SourceScope, Known>();

  /** All changes after `start` are noted. */
  constructor(private readonly start: Revision) {}

  /** Notes a change of a source, which is later than all noted before. */
  note(source: string, revision: Revision): void {
    this.#sequence += 1;
    let last = this.#bySource.get(source);
    if (last === undefined) {
      last = { source, revision, sequence: this.#sequence, older: undefined, newer: undefined };
      this.#bySource.set(source, last);
    } else {
      last.revision = revision;
      last.sequence = this.#sequence;
      if (last === this.#newest) return;
      if (last.newer) last.newer.older = last.older;
      if (last.older) last.older.newer = last.newer;
    }
    last.older = this.#newest;
    last.newer = undefined;
    if (this.#newest) this.#newest.newer = last;
    this.#newest = last;
  }

  /** The last revision of a source; `undefined` if it has no noted change. */
  of(source: string): Revision | undefined {
    return this.#bySource.get(source)?.revision;
  }

  /**
   * The last revision of the sources in a scope; `start` if they have no noted change. The cost is at most the number of
   * sources that have changed since the call before.
   */
  ofScope(scope: SourceScope): Revision {
    const known = this.#byScope.get(scope);
    if (known?.sequence === this.#sequence) return known.revision;
    const revision = this.#revisionSince(known?.sequence ?? 0, scope) ?? known?.revision ?? this.start;
    this.#byScope.set(scope, { sequence: this.#sequence, revision });
    return revision;
  }

  /** The last revision of a scope; `undefined` if its sources have not changed since another change. */
  #revisionSince(sequence: number, scope: SourceScope): Revision | undefined {
    for (let last = this.#newest; last && last.sequence > sequence; last = last.older) {
      if (includesSource(scope, last.source)) return last.revision;
    }
    return undefined;
  }
}
