/** A client that reads all gateways over time and collects what they must never show. */
import { compareRevisions, FIRST_REVISION, type Job, type Revision, type ViewedJob } from '@gateway/core';
import { type View } from '@gateway/view';

/** One end of a job, as a gateway showed it. */
export interface ShownEnd {
  readonly state: string;
  readonly gone: boolean;
  readonly message: string | undefined;
  readonly end_time: string | undefined;
  readonly attempt: number;
}

/** Reads every change in every view. */
export class Reader {
  /** One sentence for each change or list that no client may receive. */
  readonly violations: string[] = [];
  readonly #last = new Map<string, ViewedJob>();
  readonly #ends = new Map<string, ShownEnd[]>();
  #newest: Revision = FIRST_REVISION;

  /** Reads the jobs of a view, then its changes, in addition to the views followed before. */
  follow(view: View, gateway: string): void {
    let offset = this.#list(view, gateway);
    view.history.subscribe(() => {
      if (offset < view.history.startOffset) offset = this.#list(view, gateway);
      for (; offset < view.history.endOffset; offset += 1) {
        const change = view.history.at(offset);
        if (change?.after) this.#see(change.after, gateway);
        // Entries of the log that another program wrote are changes of jobs that there are not.
        else if (change && this.hasSeen(change.id)) this.violations.push(`${gateway} removed ${change.id}`);
      }
    });
  }

  /** True if any gateway ever showed the job. */
  hasSeen(id: string): boolean {
    return this.#last.has(id);
  }

  /** From now on, a client may find the job missing or seen for the first time. Its ends remain. */
  forget(id: string): void {
    this.#last.delete(id);
  }

  /** Every end of a job that any gateway showed, in order. */
  endsOf(id: string): readonly ShownEnd[] {
    return this.#ends.get(id) ?? [];
  }

  #list(view: View, gateway: string): number {
    const revision = view.revision();
    if (view.size() > 0 && compareRevisions(revision, this.#newest) < 0)
      this.violations.push(`${gateway} lists at ${revision}, after a client received ${this.#newest}`);
    const ids = [...view.oldestFirst()].map(({ job }) => job.id);
    if (new Set(ids).size < ids.length || ids.length !== view.size())
      this.violations.push(`${gateway} lists a job twice: ${ids.join(' ')}`);
    for (const [id, last] of this.#last) {
      const held = view.get(id);
      if (!held) this.violations.push(`${gateway} no longer has ${id}`);
      else if (compareRevisions(held.revision, last.revision) < 0)
        this.violations.push(`${gateway} lists ${id} as of ${held.revision}, after a client received ${last.revision}`);
    }
    for (const viewed of view.oldestFirst()) this.#see(viewed, gateway);
    return view.history.endOffset;
  }

  #see(viewed: ViewedJob, gateway: string): void {
    const { job, revision } = viewed;
    if (compareRevisions(revision, this.#newest) > 0) this.#newest = revision;
    const before = this.#last.get(job.id);
    // Another replica may be slightly behind and show what was already read.
    if (before && compareRevisions(revision, before.revision) <= 0) return;
    if (before) this.#compare(before.job, job, gateway);
    this.#last.set(job.id, viewed);
    if (!job.terminal) return;
    const { state, gone, message, end_time, attempt } = job;
    this.#ends.set(job.id, [...this.endsOf(job.id), { state, gone, message, end_time, attempt }]);
  }

  #compare(before: Job, after: Job, gateway: string): void {
    const seenEnd = before.terminal && before.state !== 'unknown';
    const changed = after.state !== before.state || after.terminal !== before.terminal;
    if (seenEnd && changed && after.attempt <= before.attempt)
      this.violations.push(`${gateway} shows ${after.id} go from ${before.state} to ${after.state}`);
    if (after.attempt < before.attempt)
      this.violations.push(`${gateway} shows ${after.id} go from attempt ${before.attempt} to ${after.attempt}`);
    if (after.first_seen_time !== before.first_seen_time)
      this.violations.push(`${gateway} shows ${after.id} first seen at another time than before`);
  }
}
