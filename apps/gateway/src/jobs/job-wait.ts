import { setImmediate as nextTurn } from 'node:timers/promises';

import { Timers, type ViewedJob } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { View } from '@gateway/view';
import { Inject, Injectable } from '@nestjs/common';

const ANSWERS_PER_TURN = 50;

/** Holds answers until their job has ended. */
@Injectable()
export class JobWait {
  readonly #waits = new Map<number, () => void>();
  #sequence = 0;
  /** Waits that are over and not answered yet. */
  #ended = 0;
  #over = false;

  constructor(
    @Inject(View) private readonly view: Pick<View, 'get' | 'subscribe'>,
    @Inject(Poller) private readonly poller: Pick<Poller, 'trackJob'>,
    private readonly timers: Timers,
  ) {}

  /** How many wait. */
  get size(): number {
    return this.#waits.size;
  }

  /**
   * Gives the job once it has ended, or as it is when the seconds are over, the signal aborts or the gateway stops. Until
   * then it is polled alone, once for all who wait for it.
   */
  async untilEnded(known: ViewedJob, seconds: number, signal: AbortSignal): Promise<ViewedJob> {
    const now = (): ViewedJob => this.view.get(known.job.id) ?? known;
    if (seconds === 0 || this.#over || signal.aborted || now().job.terminal) return now();
    this.#sequence += 1;
    const wait = this.#sequence;
    const unfollow = this.poller.trackJob(known);
    await new Promise<void>((resolve) => {
      const unsubscribe = this.view.subscribe(known.job.id, () => {
        if (now().job.terminal) end();
      });
      const end = (): void => {
        unsubscribe();
        unfollow();
        this.timers.clear(`wait ${wait}`);
        this.#waits.delete(wait);
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.#waits.set(wait, end);
      this.timers.set(`wait ${wait}`, seconds * 1_000, end);
      signal.addEventListener('abort', end);
    });
    await this.#turn();
    return now();
  }

  /** Lets so many answers at once go out between two turns of the event loop: a thousand may wait for one job. */
  async #turn(): Promise<void> {
    this.#ended += 1;
    const turns = Math.floor(this.#ended / ANSWERS_PER_TURN);
    for (let turn = 0; turn < turns; turn += 1) await nextTurn();
    this.#ended -= 1;
  }

  /** Answers everybody at once, and holds no answer from now on. */
  stop(): void {
    this.#over = true;
    for (const end of [...this.#waits.values()]) end();
  }
}
