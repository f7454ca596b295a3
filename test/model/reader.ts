/** What a reader of all gateways is shown over time, and what it must never be shown. */
import { compareRevisions, FIRST_REVISION, type Job, type Revision, type ViewedJob } from '@gateway/core';
import { type View } from '@gateway/view';

/** One end of a job as a reader was shown it. */
export interface ShownEnd {
  readonly state: string;
  readonly gone: boolean;
  readonly message: string | undefined;
  readonly end_time: string | undefined;
  readonly attempt: number;
}

/** Reads every change of every view. */
export class Reader {
  /** Sentences about what no reader may be shown. */
  readonly complaints: string[] = [];
  readonly #last = new Map<string, ViewedJob>();
  readonly #ends = new Map<string, ShownEnd[]>();
  #newest: Revision = FIRST_REVISION;

  /** Reads a view from now on, from the jobs it holds; whoever read another one before goes on here. */
  join(view: View, who: string): void {
    let place = this.#list(view, who);
    view.history.subscribe(() => {
      if (place < view.history.startOffset) place = this.#list(view, who);
      for (; place < view.history.endOffset; place += 1) {
        const change = view.history.at(place);
        if (change?.after) this.#see(change.after, who);
        else if (change) this.complaints.push(`${who} removed ${change.id}`);
      }
    });
  }

  /** True when any reader was ever shown the job. */
  hasSeen(id: string): boolean {
    return this.#last.has(id);
  }

  /** Every end of a job that any reader was shown, in order. */
  endsOf(id: string): readonly ShownEnd[] {
    return this.#ends.get(id) ?? [];
  }

  #list(view: View, who: string): number {
    const revision = view.revision();
    if (view.size() > 0 && compareRevisions(revision, this.#newest) < 0)
      this.complaints.push(`${who} lists at ${revision}, after a reader was shown ${this.#newest}`);
    const ids = [...view.oldestFirst()].map(({ job }) => job.id);
    if (new Set(ids).size < ids.length || ids.length !== view.size())
      this.complaints.push(`${who} lists a job twice: ${ids.join(' ')}`);
    for (const [id, last] of this.#last) {
      const held = view.get(id);
      if (!held) this.complaints.push(`${who} no longer has ${id}`);
      else if (compareRevisions(held.revision, last.revision) < 0)
        this.complaints.push(`${who} lists ${id} as of ${held.revision}, after a reader was shown ${last.revision}`);
    }
    for (const viewed of view.oldestFirst()) this.#see(viewed, who);
    return view.history.endOffset;
  }

  #see(viewed: ViewedJob, who: string): void {
    const { job, revision } = viewed;
    if (compareRevisions(revision, this.#newest) > 0) this.#newest = revision;
    const before = this.#last.get(job.id);
    // Another replica may be a moment behind: its reader has seen this already.
    if (before && compareRevisions(revision, before.revision) <= 0) return;
    if (before) this.#compare(before.job, job, who);
    this.#last.set(job.id, viewed);
    if (!job.terminal) return;
    const { state, gone, message, end_time, attempt } = job;
    this.#ends.set(job.id, [...this.endsOf(job.id), { state, gone, message, end_time, attempt }]);
  }

  #compare(before: Job, after: Job, who: string): void {
    const seenEnd = before.terminal && before.state !== 'unknown';
    const changed = after.state !== before.state || after.terminal !== before.terminal;
    if (seenEnd && changed && after.attempt <= before.attempt)
      this.complaints.push(`${who} shows ${after.id} go from ${before.state} to ${after.state}`);
    if (after.attempt < before.attempt)
      this.complaints.push(`${who} shows ${after.id} go from attempt ${before.attempt} to ${after.attempt}`);
    if (after.first_seen_time !== before.first_seen_time)
      this.complaints.push(`${who} shows ${after.id} first seen at another time than before`);
  }
}
