import { BackendError } from '@gateway/core';

import { type PollerDeps } from '../poller-deps.js';
import { withDeadline } from './deadline.js';
import { type SourceContext } from './source-context.js';

/** Reads the version of a backend, once after each outage: it may have changed meanwhile. */
export class VersionProbe {
  #isRead = false;

  constructor(
    private readonly context: SourceContext,
    private readonly deps: Pick<PollerDeps, 'monotonicClock' | 'timers' | 'logger'>,
  ) {}

  /** Reads the version unless that was tried since the last outage. An error of the backend is only logged. */
  async read(): Promise<void> {
    if (this.#isRead) return;
    this.#isRead = true;
    const { adapter, source, state, stopped } = this.context;
    const { name, timeoutMs } = source;
    try {
      const info = await withDeadline(this.deps, `check ${name}`, timeoutMs, stopped, ({ signal }) =>
        adapter.check(signal),
      );
      state.infoRead(info);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.deps.logger.debug({ source: name, reason: error.message }, 'version of the backend could not be read');
    }
  }

  /** A poll failed: the version is read again after the next poll that succeeds. */
  reset(): void {
    this.#isRead = false;
  }
}
