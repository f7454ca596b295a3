import { type Revision, StoreUnavailableError, type ViewedJob } from '@gateway/core';

import { type SourceDeps } from '../poller-deps.js';
import { restoreLost } from '../records/restore-lost.js';
import { ViewWait } from '../records/view-wait.js';
import { type StoreFaults } from '../status/store-faults.js';

const CHECK_INTERVAL_MS = 1_000;
const TIMER = 'store check';

/** A configured source, as far as its records in the store are concerned. */
export interface CheckedSource {
  /** Changes what is known to be wrong with the records, and logs a change of the source's status. */
  noteStore(change: (faults: StoreFaults) => void): void;
}

/**
 * Compares the number of records in a shared store with the view every second, because a job that does not change is
 * never written. If the store has lost records, compares all of them and writes back what is missing; until then the
 * sources are not `ok`. Records that the store has in another version are left to the self-checks of the sources.
 */
export class StoreCheck {
  readonly #stop = new AbortController();
  readonly #wait: ViewWait;
  #checking: Promise<void> | undefined;
  /** Number of records that only the store has, because they are damaged or another program wrote them. */
  #extra = 0;
  /** The number of lost records by source, until they are restored. */
  readonly #lost = new Map<string, number>();

  /** `source` returns a configured source. */
  constructor(
    private readonly deps: Pick<SourceDeps, 'clock' | 'logger' | 'losses' | 'store' | 'timers' | 'view'>,
    private readonly source: (name: string) => CheckedSource | undefined,
  ) {
    this.#wait = new ViewWait(TIMER, deps, this.#stop.signal);
  }

  /** Checks every second from now on; a store that no other program can change needs no checks. */
  start(): void {
    if (this.#stop.signal.aborted || !this.deps.store.isShared) return;
    this.deps.timers.set(TIMER, CHECK_INTERVAL_MS, () => {
      this.#checking = this.#check().finally(() => this.start());
    });
  }

  /** Ends the running check. */
  async stop(): Promise<void> {
    this.#stop.abort(new StoreUnavailableError('the gateway is stopping'));
    this.deps.timers.clear(TIMER);
    await this.#checking;
  }

  async #check(): Promise<void> {
    const { logger } = this.deps;
    try {
      const extra = await this.#countExtra();
      if (extra === undefined) return;
      if (extra < this.#extra && (await this.#restore()) > 0) return;
      this.#extra = extra;
      this.#noteRestored();
    } catch (error) {
      if (error instanceof StoreUnavailableError)
        logger.debug({ reason: error.message }, 'comparison with the store waits for the store');
      else logger.error({ err: error }, 'internal error in comparison with the store');
    }
  }

  /** How many records the store has more than the view; `undefined` if they could not be counted at one revision. */
  async #countExtra(): Promise<number | undefined> {
    const { store, view } = this.deps;
    const count = await store.inspect();
    if (!count) return undefined;
    await this.#wait.until(count.revision);
    return view.revision() === count.revision ? count.records - view.size() : undefined;
  }

  /** Writes lost records back and returns how many there were. The next check shows whether all are back. */
  async #restore(): Promise<number> {
    const { clock, logger, losses, store, view } = this.deps;
    this.#lost.clear();
    let lost = 0;
    const onLost = (records: readonly ViewedJob[]): void => {
      lost += records.length;
      this.#noteLost(records);
    };
    const shown = (revision: Revision): Promise<void> => this.#wait.until(revision);
    const deps = { clock, shown, stopped: this.#stop.signal, store, view };
    const restored = await restoreLost(deps, view.oldestFirst(), onLost);
    losses.records += restored;
    // Another replica may have been faster. Records that cannot be written are found again every second.
    if (restored > 0) logger.warn({ lost, restored }, 'store had lost records; restored them from the view');
    return lost;
  }

  #noteLost(records: readonly ViewedJob[]): void {
    const sources = new Set<string>();
    for (const { id } of records) {
      const source = id.slice(0, id.indexOf('~'));
      this.#lost.set(source, (this.#lost.get(source) ?? 0) + 1);
      sources.add(source);
    }
    for (const name of sources) this.source(name)?.noteStore((faults) => faults.recordsLost(this.#lost.get(name) ?? 0));
  }

  #noteRestored(): void {
    const now = this.deps.clock.now();
    for (const name of this.#lost.keys()) this.source(name)?.noteStore((faults) => faults.recordsRestored(now));
    this.#lost.clear();
  }
}
