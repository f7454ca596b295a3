import { formatJobId, type Job } from '@gateway/core';

import { type PollerDeps } from '../poller-deps.js';
import { type SourcePoller } from './source-poller.js';

/** A followed job is polled alone this often, in ms; one that was acted on for this long at most. */
const FOLLOW_INTERVAL_MS = 1_000;
const ACTION_PATIENCE_MS = 120_000;

/** Why a job is followed. */
interface Reasons {
  /** Until this instant, in ms, the action on it may show. */
  actedUntil: number;
  /** How many wait for its end. */
  waiters: number;
}

/**
 * Polls single jobs of one source alone, each once a second however many reasons there are to. One job after the other:
 * who asks for a job must not queue behind those that are followed. A source that is to be left alone is not asked.
 */
export class TrackedJobs {
  readonly #followed = new Map<string, Reasons>();
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly poller: SourcePoller,
    private readonly parts: PollerDeps,
    private readonly ask: (nativeId: string) => Promise<unknown>,
  ) {}

  /** Follows a job that was just acted on until the action shows, for two minutes at most. */
  untilShown(nativeId: string): void {
    this.#follow(nativeId).actedUntil = this.parts.clock.now() + ACTION_PATIENCE_MS;
  }

  /** Follows a job until it has ended, for somebody who waits for that; they leave with the function given back. */
  untilEnded(nativeId: string): () => void {
    const reasons = this.#follow(nativeId);
    reasons.waiters += 1;
    let left = false;
    return () => {
      if (!left) reasons.waiters -= 1;
      left = true;
    };
  }

  /** Follows nothing any more. */
  stop(): void {
    for (const nativeId of this.#followed.keys()) this.parts.timers.clear(this.#timer(nativeId));
    this.#followed.clear();
  }

  #follow(nativeId: string): Reasons {
    const known = this.#followed.get(nativeId);
    if (known) return known;
    const reasons = { actedUntil: 0, waiters: 0 };
    if (this.poller.stopped.aborted) return reasons;
    this.#followed.set(nativeId, reasons);
    this.#arm(nativeId, reasons);
    return reasons;
  }

  /** The timer of a job whose last reason is gone runs out: whoever comes back within its second finds it running. */
  #arm(nativeId: string, reasons: Reasons): void {
    this.parts.timers.set(this.#timer(nativeId), FOLLOW_INTERVAL_MS, () => {
      this.#turn = this.#turn.then(() => this.#followOnce(nativeId, reasons));
    });
  }

  async #followOnce(nativeId: string, reasons: Reasons): Promise<void> {
    if (this.#hasReason(nativeId, reasons) && !this.poller.barred) await this.#askFor(nativeId);
    if (this.#followed.get(nativeId) !== reasons) return;
    if (this.#hasReason(nativeId, reasons)) this.#arm(nativeId, reasons);
    else this.#followed.delete(nativeId);
  }

  async #askFor(nativeId: string): Promise<void> {
    try {
      await this.ask(nativeId);
    } catch (error) {
      const fields = { source: this.poller.source.name, native_id: nativeId, err: error };
      this.parts.logger.debug(fields, 'followed job could not be polled');
    }
  }

  #hasReason(nativeId: string, { actedUntil, waiters }: Reasons): boolean {
    const job = this.parts.view.get(formatJobId(this.poller.source.name, nativeId))?.job;
    if (job === undefined || job.terminal) return false;
    return waiters > 0 || (!showsAction(job) && this.parts.clock.now() < actedUntil);
  }

  #timer(nativeId: string): string {
    return `follow ${this.poller.source.name}~${nativeId}`;
  }
}

/** True when what was asked of a job is over: done, refused, or outrun by the job's end. */
export function showsAction({ requested, terminal }: Job): boolean {
  return terminal || requested?.outcome === 'done' || requested?.outcome === 'refused';
}
