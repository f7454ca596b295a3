/** All jobs that a simulated backend has ever had: initial jobs, jobs from churn, and jobs that a test added. */
import { durationOf, endOf, type PlannedStep, rerun, schedule, stepAt, stepsUntil } from './life-cycle.js';
import {
  type JobDesign,
  type JobScript,
  type JobTraits,
  type JobTruth,
  type ScriptedStep,
  type SimulatedJob,
} from './simulated-job.js';

/** The settings of a job table. */
export interface JobTableSetup<D> {
  readonly clock: { now(): number };
  /** The number of initial jobs; every second one has ended before the start. */
  readonly jobs: number;
  /** New jobs per minute. */
  readonly churn: number;
  /** The initial jobs that have ended did so at most this long before the start. */
  readonly historyMs: number;
  /** The time after which terminal jobs are deleted; absent: never. */
  readonly retentionMs?: number;
  /** From 0 to 1, fixed by the ordinal: the share of its life, or of its history, that an initial job has behind it. */
  readonly phase: (ordinal: number) => number;
  /** The job with an ordinal, always the same. Jobs that tests add have ordinals from −1 downwards. */
  readonly design: (ordinal: number) => JobDesign<D>;
  readonly isTerminal: (state: string) => boolean;
}

/** Jobs appear and are deleted at instants that depend only on the setup and the start time, not on when they are read. */
export class JobTable<D> {
  readonly #setup: JobTableSetup<D>;
  readonly #startedAt: number;
  readonly #ever: SimulatedJob<D>[] = [];
  readonly #alive = new Map<string, SimulatedJob<D>>();
  #churned = 0;
  #added = 0;

  constructor(setup: JobTableSetup<D>) {
    this.#setup = setup;
    this.#startedAt = setup.clock.now();
    for (let ordinal = 0; ordinal < setup.jobs; ordinal += 1) this.#placeFirst(ordinal);
  }

  /** Brings the table up to the current time: adds new jobs and deletes jobs past retention. */
  advance(): void {
    const now = this.#setup.clock.now();
    for (let at = this.#nextChurn(); at <= now; at = this.#nextChurn()) {
      this.#insert(this.#setup.design(this.#setup.jobs + this.#churned), at, {});
      this.#churned += 1;
    }
    const { retentionMs } = this.#setup;
    if (retentionMs === undefined) return;
    for (const job of this.#alive.values()) {
      const deletedAt = (endOf(job.life) ?? Infinity) + retentionMs;
      if (deletedAt <= now) this.#delete(job, deletedAt);
    }
  }

  /** The jobs that the backend has now. */
  alive(): readonly SimulatedJob<D>[] {
    this.advance();
    return [...this.#alive.values()];
  }

  /** A job that the backend has now. */
  find(nativeId: string): SimulatedJob<D> | undefined {
    this.advance();
    return this.#alive.get(nativeId);
  }

  /** Adds a job and returns its native id. Throws a RangeError if the id exists. */
  add(script: JobScript): string {
    this.advance();
    const design = this.#setup.design(-1 - this.#added);
    const nativeId = script.nativeId ?? design.nativeId;
    if (this.#alive.has(nativeId)) throw new RangeError(`there is a job ${nativeId} already`);
    this.#added += 1;
    const plan = this.#planOf(script.steps) ?? design.plan;
    const at = this.#setup.clock.now() - (script.ageMs ?? 0);
    this.#insert({ ...design, nativeId, plan, traits: traitsOf(script, design.traits) }, at, script.wire ?? {});
    return nativeId;
  }

  /** Deletes a job at once, in whatever state it is. Throws a RangeError if there is no such job. */
  remove(nativeId: string): void {
    this.#delete(this.#existing(nativeId), this.#setup.clock.now());
  }

  /**
   * Runs a finished job again under its native id, with these steps or with steps from the seed. Throws a RangeError if
   * there is no such job or it has not ended.
   */
  rerun(nativeId: string, steps?: readonly ScriptedStep[]): void {
    const job = this.#existing(nativeId);
    const now = this.#setup.clock.now();
    if (!stepAt(job.life, now).terminal) throw new RangeError(`job ${nativeId} has not ended yet`);
    this.#added += 1;
    job.life = rerun(job.life, this.#planOf(steps) ?? this.#setup.design(-this.#added).plan, now);
  }

  /** What has happened to every job, in the order in which the jobs were added. */
  truth(): readonly JobTruth[] {
    this.advance();
    const now = this.#setup.clock.now();
    return this.#ever.map((job) => {
      const steps = stepsUntil(job.life, job.deletedAt ?? now);
      const last = steps.at(-1);
      return {
        nativeId: job.nativeId,
        createdAt: job.createdAt,
        transitions: steps.map(({ state, at }) => ({ state, at })),
        ...(last?.terminal === true && { outcome: last.state }),
        ...(job.deletedAt !== undefined && { deletedAt: job.deletedAt }),
        actions: [...job.received],
      };
    });
  }

  #placeFirst(ordinal: number): void {
    const { design: designOf, phase: phaseOf, historyMs } = this.#setup;
    const design = designOf(ordinal);
    const duration = durationOf(design.plan);
    const phase = phaseOf(ordinal);
    const age = ordinal % 2 === 1 ? duration + phase * historyMs : duration * phase;
    this.#insert(design, this.#startedAt - Math.floor(age), {});
  }

  #nextChurn(): number {
    return this.#setup.churn > 0 ? this.#startedAt + ((this.#churned + 1) * 60_000) / this.#setup.churn : Infinity;
  }

  #insert(design: JobDesign<D>, at: number, wire: Readonly<Record<string, unknown>>): void {
    const { nativeId, details, traits, plan } = design;
    const createdAt = Math.floor(at);
    const life = schedule(plan, createdAt);
    const job: SimulatedJob<D> = { nativeId, createdAt, details, traits, wire, received: [], life };
    this.#ever.push(job);
    this.#alive.set(nativeId, job);
  }

  #delete(job: SimulatedJob<D>, at: number): void {
    job.deletedAt = at;
    this.#alive.delete(job.nativeId);
  }

  #existing(nativeId: string): SimulatedJob<D> {
    const job = this.find(nativeId);
    if (job === undefined) throw new RangeError(`there is no job ${nativeId}`);
    return job;
  }

  #planOf(steps: readonly ScriptedStep[] | undefined): readonly PlannedStep[] | undefined {
    return steps?.map((step) => ({
      ...step,
      forMs: step.forMs ?? 0,
      terminal: step.terminal ?? this.#setup.isTerminal(step.state),
    }));
  }
}

function traitsOf(script: JobScript, seeded: JobTraits): JobTraits {
  return {
    pausable: script.pausable ?? seeded.pausable,
    cancellable: script.cancellable ?? seeded.cancellable,
    cancelledAs: script.cancelledAs ?? seeded.cancelledAs,
    ...(script.refuseWith !== undefined && { refuseWith: script.refuseWith }),
  };
}
