import { formatJobId, type Job } from '@gateway/core';

import { type PollerDeps } from '../poller-deps.js';
import { type SourceContext } from './source-context.js';

const TRACK_INTERVAL_MS = 1_000;
/** How long a job is tracked at most until it shows an action, in ms. */
const ACTION_TIMEOUT_MS = 120_000;

/** Why a job is tracked. */
interface Reasons {
  /** Until when the job may show the last action, in ms. */
  actionUntil: number;
  /** Number of clients that wait for the end of the job. */
  waiters: number;
}

/**
 * Fetches single jobs of one source every second each, once for all reasons. One job at a time: other lookups do not
 * wait behind all tracked jobs. Pauses while the source is suspended.
 */
export class TrackedJobs {
  readonly #tracked = new Map<string, Reasons>();
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: SourceContext,
    private readonly deps: PollerDeps,
    private readonly fetch: (nativeId: string) => Promise<unknown>,
  ) {}

  /** Tracks a job until it shows the last action, for two minutes at most. */
  untilShown(nativeId: string): void {
    this.#track(nativeId).actionUntil = this.deps.clock.now() + ACTION_TIMEOUT_MS;
  }

  /** Tracks a job until it has ended, or until the returned function is called. */
  untilEnded(nativeId: string): () => void {
    const reasons = this.#track(nativeId);
    reasons.waiters += 1;
    let isReleased = false;
    return () => {
      if (!isReleased) reasons.waiters -= 1;
      isReleased = true;
    };
  }

  /** Clears all timers. */
  stop(): void {
    for (const nativeId of this.#tracked.keys()) this.deps.timers.clear(this.#timer(nativeId));
    this.#tracked.clear();
  }

  #track(nativeId: string): Reasons {
    const known = this.#tracked.get(nativeId);
    if (known) return known;
    const reasons = { actionUntil: 0, waiters: 0 };
    if (this.context.stopped.aborted) return reasons;
    this.#tracked.set(nativeId, reasons);
    this.#schedule(nativeId, reasons);
    return reasons;
  }

  /** The timer runs out even if the last reason is gone: a client that returns within the second continues with it. */
  #schedule(nativeId: string, reasons: Reasons): void {
    this.deps.timers.set(this.#timer(nativeId), TRACK_INTERVAL_MS, () => {
      this.#turn = this.#turn.then(() => this.#trackOnce(nativeId, reasons));
    });
  }

  async #trackOnce(nativeId: string, reasons: Reasons): Promise<void> {
    if (this.#hasReason(nativeId, reasons) && !this.context.state.suspended) await this.#fetch(nativeId);
    if (this.#tracked.get(nativeId) !== reasons) return;
    if (this.#hasReason(nativeId, reasons)) this.#schedule(nativeId, reasons);
    else this.#tracked.delete(nativeId);
  }

  async #fetch(nativeId: string): Promise<void> {
    try {
      await this.fetch(nativeId);
    } catch (error) {
      const fields = { source: this.context.source.name, native_id: nativeId, err: error };
      this.deps.logger.debug(fields, 'tracked job could not be fetched');
    }
  }

  #hasReason(nativeId: string, { actionUntil, waiters }: Reasons): boolean {
    const job = this.deps.view.get(formatJobId(this.context.source.name, nativeId))?.job;
    if (job === undefined || job.terminal) return false;
    return waiters > 0 || (!showsAction(job) && this.deps.clock.now() < actionUntil);
  }

  #timer(nativeId: string): string {
    return `track ${this.context.source.name}~${nativeId}`;
  }
}

/** Whether a job shows the result of its last action: its outcome is final, or the job has ended. */
export function showsAction({ requested, terminal }: Job): boolean {
  return terminal || (requested !== undefined && requested.outcome !== 'accepted' && requested.outcome !== 'unknown');
}
