import { setTimeout } from 'node:timers/promises';

import { type Change, Clock, JobStore, Logger, LogCompactedError, StoreUnavailableError } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { HISTORY_LIMITS } from '../history/change-history.js';
import { View } from '../view.js';
import { hasLostRecords, readRevisions, restoreStore } from './restore-store.js';

const RETRY_MS = 1_000;

/** Feeds the view from the store: the last changes and the snapshot once, then every change of the log, for as long as it is not stopped. */
@Injectable()
export class ViewReplicator {
  readonly #stop = new AbortController();
  #following: Promise<void> | undefined;
  #inStep = false;

  constructor(
    private readonly store: JobStore,
    private readonly view: View,
    private readonly logger: Logger,
    private readonly clock: Clock,
  ) {}

  /** Loads the view; from then on it can answer, and it follows the log. Throws `StoreUnavailableError`. */
  async start(): Promise<void> {
    await this.#load();
    this.#following = this.#followUntilStopped();
  }

  /** Ends the following; the view stays as it is. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#following;
  }

  /** True while the view follows the log; false before `start`, and while a fault keeps it from doing so. */
  isCaughtUp(): boolean {
    return this.#inStep;
  }

  async #load(): Promise<void> {
    const revision = await this.store.revision();
    const recent = await this.store.recent(HISTORY_LIMITS);
    const log = { recent, latest: () => this.store.revision() };
    this.#report(await this.view.load(this.store.snapshot(), revision, log));
    this.logger.info({ jobs: this.view.size(), revision }, 'view loaded');
  }

  #apply(changes: readonly Change[]): void {
    this.#report(this.view.apply(changes));
  }

  #report(unreadable: readonly string[]): void {
    if (unreadable.length > 0) this.logger.error({ jobs: unreadable }, 'store holds records that are not JSON');
  }

  /** When the store has lost what the view holds, this replica may be the last to know it. */
  async #giveBack({ lostWrites }: LogCompactedError): Promise<void> {
    const stored = await readRevisions(this.store);
    if (!lostWrites && !hasLostRecords(stored, this.view)) return;
    const written = await restoreStore(this.store, this.view, stored, this.clock.now());
    if (written > 0) this.logger.warn({ written }, 'store had lost records and has got them back from the view');
  }

  async #followUntilStopped(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        this.#inStep = true;
        await this.store.follow(this.view.revision(), (changes) => this.#apply(changes), signal);
        return;
      } catch (error) {
        this.#inStep = false;
        await this.#recover(error);
      }
    }
  }

  /** Brings the view to where it can follow again, or waits for the next try. Reads go on from what it holds. */
  async #recover(error: unknown): Promise<void> {
    try {
      if (!(error instanceof LogCompactedError)) throw error;
      this.logger.warn({ revision: this.view.revision() }, 'view cannot follow the log from here and is loaded again');
      await this.#giveBack(error);
      await this.#load();
    } catch (fault) {
      if (fault instanceof StoreUnavailableError) this.logger.debug({ err: fault }, 'view waits for the store');
      else this.logger.error({ err: fault }, 'view cannot follow the log by a fault of ours');
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
