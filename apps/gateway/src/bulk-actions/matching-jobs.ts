/** A job that matches, and why the action would not be sent to it. */
export interface ExaminedJob {
  readonly id: string;
  readonly source: string;
  readonly reason?: string;
}

/** The jobs that match, in order. */
export class MatchingJobs {
  /** Of the jobs to which the action would be sent, which `bySource` counts. */
  readonly ids: string[] = [];
  readonly bySource = new Counts();
  /** By reason. */
  readonly refused = new Counts();

  /** Adds the next one. */
  add({ id, reason, source }: ExaminedJob): void {
    if (reason !== undefined) {
      this.refused.add(reason);
      return;
    }
    this.ids.push(id);
    this.bySource.add(source);
  }
}

/** How often each value occurs. */
class Counts {
  readonly #counts = new Map<string, number>();

  add(value: string): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  /** The most frequent value first, equally frequent ones by name. */
  mostFrequent(): readonly { readonly value: string; readonly count: number }[] {
    return [...this.#counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  }
}
