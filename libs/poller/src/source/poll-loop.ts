import { type Adapter, BackendError, type Lease, type Source } from '@gateway/core';

import { type CycleParts, type CycleResult, newNotes, runCycle } from './poll-cycle.js';
import { withDeadline } from './deadline.js';
import { loseSight } from '../records/lost-sight.js';
import { tellPollFault } from './log-poll-error.js';
import { type SourceDeps } from '../poller-deps.js';
import { retryDelay } from './retry-policy.js';
import { type SourceState } from '../status/source-state.js';
import { type SourcePast } from '../status/checkpoint.js';
import { type SourceRecords } from '../records/source-records.js';
import { VersionProbe } from './version-probe.js';

/** After a delta that was cut off, the next one may take this many times the deadline: a first poll reads all history. */
const PATIENCE = 10;

/** What the cycles of one source work with. */
export interface CycledSource {
  readonly source: Source;
  readonly adapter: Adapter;
  readonly health: SourceState;
  readonly past: SourcePast;
  readonly records: SourceRecords;
  /** Aborts with a `BackendError`, and ends the cycle that runs. */
  readonly stopped: AbortSignal;
}

/** Runs the cycles of one source, and keeps what comes of each. */
export class PollLoop {
  readonly #notes = newNotes();
  readonly #version: VersionProbe;
  #cutOff = false;

  constructor(
    private readonly at: CycledSource,
    private readonly parts: SourceDeps,
  ) {
    const { adapter, health, source, stopped } = at;
    this.#version = new VersionProbe(source, adapter, parts, stopped, (version) => health.toldVersion(version));
  }

  /**
   * One cycle under a lease. Gives the delay to the next one in ms where the backend's failure decides it. Throws what
   * the store throws.
   */
  async run(lease: Lease): Promise<number | undefined> {
    const { clock, replica } = this.parts;
    this.at.health.began(clock.now(), replica);
    try {
      await this.#succeeded(await this.#cycle(lease), lease);
      return undefined;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      return this.at.stopped.aborted ? undefined : this.#failed(error, lease);
    }
  }

  #cycle({ fencing }: Lease): Promise<CycleResult> {
    const { adapter, past, records, source, stopped } = this.at;
    const { logger, random, timers } = this.parts;
    const timeoutMs = source.timeoutMs * (this.#cutOff ? PATIENCE : 1);
    const floor: CycleParts['floor'] = (now, clockOffsetMs) => records.floor(now, clockOffsetMs);
    const parts = { ...records.writerParts(), adapter, floor, logger, notes: this.#notes, random };
    return withDeadline(timers, `cycle ${source.name}`, timeoutMs, stopped, (signal) =>
      runCycle(parts, past.cursor, fencing, signal),
    );
  }

  async #succeeded(result: CycleResult, lease: Lease): Promise<void> {
    const { answer } = result;
    const { health, past } = this.at;
    health.succeeded(result, this.parts.retention.terminalMs);
    this.#cutOff = answer.form === 'delta' && !answer.complete;
    // What was refused is looked at again.
    if (answer.complete && result.refused === 0) past.cursor = answer.cursor;
    if (!result.whole) await this.#loseSight(lease, result.seen);
    await this.#version.ask();
    await past.remember(lease);
  }

  async #failed(error: BackendError, lease: Lease): Promise<number> {
    const { health, past, source } = this.at;
    health.failed(error);
    this.#version.again();
    const delay = retryDelay(error, health.consecutiveFailures, this.parts.random);
    try {
      await this.#loseSight(lease, new Set());
      await past.remember(lease);
    } catch (fault) {
      // A backend that is to be left alone is left alone, whatever the store says to this.
      tellPollFault(this.parts.logger, source.name, fault);
    }
    return delay;
  }

  async #loseSight(lease: Lease, seen: ReadonlySet<string>): Promise<void> {
    const { health, records } = this.at;
    health.lost(await loseSight(this.parts, records, health.lastSuccess, seen, lease));
  }
}
