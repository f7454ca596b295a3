import { type Revision, StoreUnavailableError, type ViewedJob } from '@gateway/core';

import { type SourceDeps } from '../poller-deps.js';
import { restoreLost } from '../records/restore-lost.js';
import { ViewWait } from '../records/view-wait.js';
import { type StoreFaults } from '../status/store-faults.js';
import { RestorationLog } from './restoration-log.js';

const CHECK_INTERVAL_MS = 1_000;
/** After a comparison that was of no use, the next one follows after this time, then after twice that, and so on; in ms. */
const [MIN_PAUSE_MS, MAX_PAUSE_MS] = [2_000, 60_000];
const TIMER = 'store check';

/** A configured source, as far as its records in the store are concerned. */
export interface CheckedSource {
  /** Changes what is known to be wrong with the records, and logs a change of the source's status. */
  noteStore(change: (faults: StoreFaults) => void): void;
}

/**
 * Compares the number of records in a shared store with the view every second, because a job that does not change is
 * never written. If the store has lost records, compares all of them and writes back what is missing. The sources of lost
 * records are not `ok` until a comparison has found none. Records that the store has in another version are left to the
 * self-checks of the sources.
 */
export class StoreCheck {
  readonly #stop = new AbortController();
  readonly #wait: ViewWait;
  readonly #log: RestorationLog;
  #checking: Promise<void> | undefined;
  /** Number of records that only the store has and that the view does not know as damaged: another program wrote them. */
  #extra = 0;
  /** The sources of lost records, until a comparison has found none. */
  readonly #affected = new Set<string>();
  /** When the next comparison may begin, in ms. */
  #nextComparison = -Infinity;
  #pauseMs = 0;

  /** `sources` returns the configured sources by name. */
  constructor(
    private readonly deps: Pick<SourceDeps, 'clock' | 'logger' | 'losses' | 'store' | 'timers' | 'view'>,
    private readonly sources: () => ReadonlyMap<string, CheckedSource>,
  ) {
    this.#wait = new ViewWait(TIMER, deps, this.#stop.signal);
    this.#log = new RestorationLog(deps.logger);
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
    const { clock, logger } = this.deps;
    this.#log.checked(clock.now());
    try {
      const extra = await this.#countExtra();
      if (extra === undefined) return;
      const mayHaveLost = extra < this.#extra || this.#affected.size > 0;
      if (mayHaveLost && (clock.now() < this.#nextComparison || (await this.#compare()) > 0)) return;
      this.#extra = extra;
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
    return view.revision() === count.revision ? count.records - view.size() - this.#damaged() : undefined;
  }

  /** Number of records that the view has left out because they are damaged. */
  #damaged(): number {
    const { view } = this.deps;
    let damaged = 0;
    for (const name of new Set([...this.sources().keys(), ...view.sources()])) {
      for (const id of view.damaged(name)) if (view.revisionOf(id) === undefined) damaged += 1;
    }
    return damaged;
  }

  /** Writes lost records back and returns how many there were. A later comparison shows whether all are back. */
  async #compare(): Promise<number> {
    const { clock, losses, store, view } = this.deps;
    let lost = 0;
    const lostBySource = new Map<string, number>();
    const onLost = (records: readonly ViewedJob[]): void => {
      lost += records.length;
      this.#noteLost(records, lostBySource);
    };
    const shown = (revision: Revision): Promise<void> => this.#wait.until(revision);
    const deps = { clock, losses, shown, stopped: this.#stop.signal, store, view };
    let wasUseful = false;
    try {
      const restored = await restoreLost(deps, view.oldestFirst(), onLost);
      this.#log.restored(lost, restored, clock.now());
      wasUseful = restored > 0 || (lost === 0 && this.#affected.size > 0);
    } finally {
      this.#delayNext(wasUseful);
    }
    if (lost === 0) this.#noteRestored();
    return lost;
  }

  #noteLost(records: readonly ViewedJob[], lostBySource: Map<string, number>): void {
    const names = records.map(({ id }) => id.slice(0, id.indexOf('~')));
    for (const name of names) lostBySource.set(name, (lostBySource.get(name) ?? 0) + 1);
    for (const name of new Set(names)) {
      this.#affected.add(name);
      this.#source(name)?.noteStore((faults) => faults.recordsLost(lostBySource.get(name) ?? 0, 'store check'));
    }
  }

  #noteRestored(): void {
    const now = this.deps.clock.now();
    for (const name of this.#affected) this.#source(name)?.noteStore((faults) => faults.recordsRestored(now));
    this.#affected.clear();
  }

  /** Without this, records that cannot be written, or another program's own, would cause a comparison every second. */
  #delayNext(wasUseful: boolean): void {
    const now = this.deps.clock.now();
    const isRare = now - this.#nextComparison > MAX_PAUSE_MS;
    const longer = isRare ? MIN_PAUSE_MS : Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, 2 * this.#pauseMs));
    this.#pauseMs = wasUseful ? 0 : longer;
    this.#nextComparison = now + this.#pauseMs;
  }

  #source(name: string): CheckedSource | undefined {
    return this.sources().get(name);
  }
}
