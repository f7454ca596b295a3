import { setImmediate as immediate } from 'node:timers/promises';

import { Timers, type ViewedJob } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { View } from '@gateway/view';
import { Inject, Injectable } from '@nestjs/common';

/** Responses that are sent between two turns of the event loop. */
const RESPONSES_PER_TURN = 50;

/** Holds responses until their job has ended. */
@Injectable()
export class JobWait {
  readonly #waits = new Map<number, () => void>();
  #sequence = 0;
  /** Waits that have ended, but whose response is not sent yet. */
  #ended = 0;
  #stopped = false;

  constructor(
    @Inject(View) private readonly view: Pick<View, 'get' | 'subscribe'>,
    @Inject(Poller) private readonly poller: Pick<Poller, 'trackJob'>,
    private readonly timers: Timers,
  ) {}

  /** Number of open waits. */
  get size(): number {
    return this.#waits.size;
  }

  /**
   * Resolves with the job when it has ended, when the time is over, when `signal` aborts, or when the gateway stops.
   * Until then the job is tracked, once for all waits. While `isVisible` returns false, the end of the job does not end
   * the wait.
   */
  async untilEnded(
    known: ViewedJob,
    seconds: number,
    signal: AbortSignal,
    isVisible: () => boolean,
  ): Promise<ViewedJob> {
    const now = (): ViewedJob => this.view.get(known.job.id) ?? known;
    if (seconds === 0 || this.#stopped || signal.aborted || now().job.terminal) return now();
    this.#sequence += 1;
    const wait = this.#sequence;
    const untrack = this.poller.trackJob(known);
    await new Promise<void>((resolve) => {
      const unsubscribe = this.view.subscribe(known.job.id, () => {
        if (isVisible() && now().job.terminal) end();
      });
      const end = (): void => {
        unsubscribe();
        untrack();
        this.timers.clear(`wait ${wait}`);
        this.#waits.delete(wait);
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.#waits.set(wait, end);
      this.timers.set(`wait ${wait}`, seconds * 1_000, end);
      signal.addEventListener('abort', end);
    });
    await this.#yieldTurns();
    return now();
  }

  /** Spreads responses over several turns of the event loop: 1,000 requests may wait for the same job. */
  async #yieldTurns(): Promise<void> {
    this.#ended += 1;
    const turns = Math.floor(this.#ended / RESPONSES_PER_TURN);
    for (let turn = 0; turn < turns; turn += 1) await immediate();
    this.#ended -= 1;
  }

  /** Ends all waits at once. Later waits end immediately. */
  stop(): void {
    this.#stopped = true;
    for (const end of [...this.#waits.values()]) end();
  }
}
