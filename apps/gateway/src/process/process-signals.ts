const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The signals that the process receives, from its first moment on. */
export class ProcessSignals {
  readonly #stop = new AbortController();
  /** Until the program is loaded, there is nothing to stop. */
  #onStop: (signal: string) => void = () => process.exit(0);
  #onReload: () => void = () => undefined;

  /** Handles the signals from now on: without a handler each of them ends the process. */
  constructor() {
    process.on('SIGHUP', () => this.#onReload());
    for (const signal of STOP_SIGNALS) process.once(signal, () => this.#received(signal));
  }

  /** Aborted by the first SIGINT or SIGTERM. A second one ends the process at once. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** Sets what the first SIGINT or SIGTERM does. Until then it ends the process with code 0. */
  onStop(listener: (signal: string) => void): void {
    this.#onStop = listener;
  }

  /** Sets what SIGHUP does. Until then it does nothing. */
  onReload(listener: () => void): void {
    this.#onReload = listener;
  }

  #received(signal: string): void {
    for (const each of STOP_SIGNALS) process.removeAllListeners(each);
    this.#stop.abort();
    this.#onStop(signal);
  }
}
