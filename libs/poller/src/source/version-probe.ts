import { type Adapter, BackendError, type Source } from '@gateway/core';

import { withDeadline } from './deadline.js';
import { type PollerDeps } from '../poller-deps.js';

/** Asks a backend for its version, once while it answers: it may be another after each outage. */
export class VersionProbe {
  #asked = false;

  constructor(
    private readonly source: Source,
    private readonly adapter: Adapter,
    private readonly parts: Pick<PollerDeps, 'timers' | 'logger'>,
    private readonly stopped: AbortSignal,
    private readonly onVersion: (version: string | undefined) => void,
  ) {}

  /** Asks unless it was asked; a backend that does not tell is no failure. */
  async ask(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    const { timers, logger } = this.parts;
    const { name, timeoutMs } = this.source;
    try {
      const info = await withDeadline(timers, `check ${name}`, timeoutMs, this.stopped, (signal) =>
        this.adapter.check(signal),
      );
      this.onVersion(info.version);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      logger.debug({ source: name, reason: error.message }, 'source did not tell its version');
    }
  }

  /** The backend could not be polled: it is asked again once it can. */
  again(): void {
    this.#asked = false;
  }
}
