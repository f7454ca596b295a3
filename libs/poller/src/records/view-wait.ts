import { type Revision, StoreUnavailableError } from '@gateway/core';

import { type PollerDeps } from '../poller-deps.js';

/** The view shows a change within milliseconds; after this time a wait fails, in ms. */
const VIEW_TIMEOUT_MS = 10_000;

/** Waits until the view shows revisions, for one part of the poller. */
export class ViewWait {
  #sequence = 0;

  /**
   * `name` must be unique among the parts: the name of a source, or one with a space, which no source has. `stopped` ends
   * all waits.
   */
  constructor(
    private readonly name: string,
    private readonly deps: Pick<PollerDeps, 'timers' | 'view'>,
    private readonly stopped: AbortSignal,
  ) {}

  /** Waits until the view shows a revision. Throws `StoreUnavailableError` after 10 s, and when the part stops. */
  async until(revision: Revision): Promise<void> {
    const { timers, view } = this.deps;
    const controller = new AbortController();
    const abort = (message: string) => (): void => controller.abort(new StoreUnavailableError(message));
    const onStop = abort('the gateway is stopping');
    this.#sequence += 1;
    const timer = `view ${this.name} ${this.#sequence}`;
    if (this.stopped.aborted) onStop();
    this.stopped.addEventListener('abort', onStop);
    timers.set(timer, VIEW_TIMEOUT_MS, abort('the view does not show the latest changes'));
    try {
      await view.reached(revision, controller.signal);
    } finally {
      timers.clear(timer);
      this.stopped.removeEventListener('abort', onStop);
    }
  }
}
