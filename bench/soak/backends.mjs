/** The simulated backends: their jobs start and end at a steady rate, and they fail at random. */
import { clearInterval, setInterval, setTimeout } from 'node:timers';

import { startSimulator } from '../../dist/apps/simulator/src/simulator.js';
import {
  ACTIVE_PER_SOURCE,
  CHURN_PER_MINUTE,
  FINISHED_JOB_TTL_S,
  KEPT_PER_SOURCE,
  OUTAGE_INTERVAL_S,
  realMs,
} from './options.mjs';

const TICK_MS = 50;
/** Steps of a running job: each is a change. */
const STEPS = 4;
/** Changes of a job in the first phase, in which the gateway fills its buffers: one per second, for longer than the phase. */
const FILL_STEPS = 900;
const [MIN_OUTAGE_S, MAX_OUTAGE_S] = [20, 900];
const FAULTS = ['down', 'hang', 'error-500', 'reset', 'truncated', 'html-504'];

/** Starts `count` clusters. */
export async function startBackends(count) {
  const simulator = await startSimulator({
    backends: { ontap: count },
    ...{ jobs: 0, churn: 0, latencyMs: 2, seed: 1, retentionMs: realMs(FINISHED_JOB_TTL_S) },
  });
  return new Backends(simulator);
}

class Backends {
  outages = 0;
  #fillJobs = [];
  #timers = [];
  #healing = new Set();
  #random = randomFrom(7);

  constructor(simulator) {
    this.simulator = simulator;
    this.all = simulator.backends;
  }

  /**
   * Adds jobs that have ended, as many as the gateway keeps, and jobs whose messages change every second, until
   * `removeFillJobs`.
   */
  addFillJobs() {
    const steps = Array.from({ length: FILL_STEPS }, (_, step) => ({ ...running(step), forMs: 1_000 }));
    for (const backend of this.all)
      for (let at = 0; at < KEPT_PER_SOURCE - ACTIVE_PER_SOURCE; at += 1)
        backend.addJob({ steps: [{ state: 'success' }] });
    for (const backend of this.all)
      for (let at = 0; at < ACTIVE_PER_SOURCE; at += 1) this.#fillJobs.push([backend, backend.addJob({ steps })]);
  }

  removeFillJobs() {
    for (const [backend, nativeId] of this.#fillJobs.splice(0)) backend.removeJob(nativeId);
  }

  /** Adds the first jobs, then others at the rate of the churn: as many end. */
  startChurn() {
    const perMs = (this.all.length * KEPT_PER_SOURCE * CHURN_PER_MINUTE) / realMs(60);
    const lifeMs = (this.all.length * ACTIVE_PER_SOURCE) / perMs;
    const began = Date.now();
    let added = 0;
    const add = (life) => this.all[added++ % this.all.length].addJob({ steps: lifeOf(life) });
    const first = this.all.length * ACTIVE_PER_SOURCE;
    while (added < first) add(lifeMs * this.#random());
    this.#every(TICK_MS, () => {
      for (const due = first + (Date.now() - began) * perMs; added < due;) add(lifeMs * (0.5 + this.#random()));
    });
  }

  /** Lets a random backend fail in a random way for a random time, again and again. */
  startOutages() {
    this.#every(realMs(OUTAGE_INTERVAL_S), () => {
      const backend = this.all[Math.floor(this.#random() * this.all.length)];
      if (backend.fault) return;
      this.outages += 1;
      const kind = FAULTS[Math.floor(this.#random() * FAULTS.length)];
      const seconds = MIN_OUTAGE_S + this.#random() ** 3 * (MAX_OUTAGE_S - MIN_OUTAGE_S);
      void backend.setFault({ kind });
      const timer = setTimeout(() => {
        this.#healing.delete(timer);
        void backend.setFault(undefined);
      }, realMs(seconds));
      this.#healing.add(timer);
    });
  }

  /** Ends churn and outages; jobs that run go on. */
  async settle() {
    for (const timer of [...this.#timers, ...this.#healing]) clearInterval(timer);
    await Promise.all(this.all.map((backend) => backend.setFault(undefined)));
  }

  /** The ends of all jobs that ended before a time in ms: source, id, outcome and time. */
  *ends(before) {
    for (const backend of this.all) {
      for (const { nativeId, outcome, transitions } of backend.truth()) {
        const at = transitions.at(-1)?.at ?? Infinity;
        if (outcome !== undefined && at < before)
          yield { source: backend.name, id: `${backend.name}~${nativeId}`, outcome, at };
      }
    }
  }

  close() {
    return this.simulator.close();
  }

  #every(ms, run) {
    this.#timers.push(setInterval(run, ms));
  }
}

function running(step) {
  return { state: 'running', message: `step ${step}` };
}

function lifeOf(ms) {
  const steps = Array.from({ length: STEPS }, (_, step) => ({ ...running(step), forMs: ms / STEPS }));
  return [...steps, { state: Math.random() < 0.1 ? 'failure' : 'success' }];
}

/** A generator of numbers from 0 to 1 (mulberry32): the same outages in every run. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
