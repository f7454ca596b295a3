import { type JobView, type Revision, StoreUnavailableError, type Timers } from '@gateway/core';

/** The log reaches the view in milliseconds; after this long, in ms, something keeps it from doing so. */
const PATIENCE_MS = 10_000;

/** Waits until the view shows what was written; its waits end with the view's patience, not with any backend's. */
export class ViewWait {
  #sequence = 0;

  constructor(
    private readonly view: Pick<JobView, 'reached'>,
    private readonly timers: Timers,
    private readonly name: string,
  ) {}

  /** Throws `StoreUnavailableError` when the view does not get there in ten seconds, or when `stop` aborts. */
  async reached(revision: Revision, stop: AbortSignal): Promise<void> {
    const controller = new AbortController();
    const give = (why: string) => (): void => controller.abort(new StoreUnavailableError(why));
    const onStop = give('the gateway is stopping');
    this.#sequence += 1;
    const timer = `view ${this.name} ${this.#sequence}`;
    if (stop.aborted) onStop();
    stop.addEventListener('abort', onStop);
    this.timers.set(timer, PATIENCE_MS, give('what was written does not reach the view'));
    try {
      await this.view.reached(revision, controller.signal);
    } finally {
      this.timers.clear(timer);
      stop.removeEventListener('abort', onStop);
    }
  }
}
