import { setImmediate as immediate, setTimeout } from 'node:timers/promises';

import {
  type Change,
  Clock,
  CLOCK_TOLERANCE_MS,
  JobStore,
  type KnownText,
  LogCompactedError,
  Logger,
  StoreUnavailableError,
} from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { HISTORY_LIMITS } from '../history/change-history.js';
import { View } from '../index/view.js';
import { DamageLog } from './damage-log.js';
import { hasLostRecords, restoreStore } from './restore-store.js';

const RETRY_MS = 1_000;
/** Changes that are applied in one turn of the event loop: a change takes some tens of µs. */
const PORTION = { changes: 100, characters: 500_000 };

/**
 * Replicates the store to the view: loads the snapshot and the last changes, then follows the change log until it is
 * stopped. If the store has lost data, restores it from the view.
 */
@Injectable()
export class ViewReplicator {
  readonly #stop = new AbortController();
  #following: Promise<void> | undefined;
  #isCaughtUp = false;
  #restored = 0;
  readonly #damage: DamageLog;

  constructor(
    private readonly store: JobStore,
    private readonly view: View,
    private readonly logger: Logger,
    private readonly clock: Clock,
  ) {
    this.#damage = new DamageLog(logger);
  }

  /**
   * Loads the view and starts to follow the change log. The view is loaded when it resolves. Throws
   * `StoreUnavailableError`.
   */
  async start(): Promise<void> {
    await this.#load();
    this.#following = this.#followUntilStopped();
  }

  /** Stops following; the view keeps its content. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#following;
  }

  /** Records that this replica has written back to a store that had lost data, since the start. */
  get restoredRecords(): number {
    return this.#restored;
  }

  /** True while the view follows the change log; false before `start`, and after a failure until it follows again. */
  isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  async #load(): Promise<void> {
    const revision = await this.store.revision();
    const log = {
      recent: (known: KnownText) => this.store.recent(HISTORY_LIMITS, known),
      latest: () => this.store.revision(),
    };
    this.#damage.note(await this.view.load(this.store.snapshot(), revision, log));
    this.logger.info({ jobs: this.view.size(), revision }, 'view loaded');
  }

  /**
   * Applies changes in small portions, and yields to the event loop after each. Neither queries nor the work of the poller
   * delay them further.
   */
  async #apply(changes: readonly Change[]): Promise<void> {
    let portion: Change[] = [];
    let characters = 0;
    for (const [at, change] of changes.entries()) {
      portion.push(change);
      characters += change.type === 'put' ? change.text.length : 0;
      const isLast = at === changes.length - 1;
      if (!isLast && portion.length < PORTION.changes && characters < PORTION.characters) continue;
      this.#damage.note(this.view.apply(portion));
      if (isLast) return;
      await immediate();
      portion = [];
      characters = 0;
    }
  }

  /** Restores the store if it has lost records: this view may have their only copy. */
  async #restoreIfLost({ lostWrites }: LogCompactedError): Promise<void> {
    if (!lostWrites && !(await hasLostRecords(this.store, this.view))) return;
    // Not now: a replica whose clock is behind this one must be able to write its next observation.
    const written = await restoreStore(this.store, this.view, this.clock.now() - CLOCK_TOLERANCE_MS);
    this.#restored += written;
    if (written > 0) this.logger.warn({ written }, 'store had lost records; restored them from the view');
  }

  async #followUntilStopped(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        this.#isCaughtUp = true;
        await this.store.follow(this.view.revision(), (changes) => this.#apply(changes), signal);
        return;
      } catch (error) {
        this.#isCaughtUp = false;
        await this.#recover(error);
      }
    }
  }

  /** Reloads the view, so that it can follow again, or waits before the next attempt. Reads continue meanwhile. */
  async #recover(error: unknown): Promise<void> {
    try {
      if (!(error instanceof LogCompactedError)) throw error;
      this.logger.warn({ revision: this.view.revision() }, 'view cannot follow the change log; reloading the view');
      await this.#restoreIfLost(error);
      await this.#load();
    } catch (failure) {
      if (failure instanceof StoreUnavailableError)
        this.logger.debug({ err: failure }, 'view is waiting for the store');
      else this.logger.error({ err: failure }, 'internal error in view replication');
      await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    const { signal } = this.#stop;
    try {
      await setTimeout(RETRY_MS, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
