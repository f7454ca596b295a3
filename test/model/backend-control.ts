/** Control of the simulated backends in a model run. */
import {
  type Fault,
  type JobScript,
  type SimulatedBackend,
  type Simulator,
} from '../../apps/simulator/src/simulator.js';
import { type CompletePolls } from './complete-polls.js';
import { isEnd } from './expected-state.js';
import { type Reader } from './reader.js';

/** Code to run before the backend answers a list request. */
interface Interruption {
  /** List requests until then. */
  left: number;
  readonly run: () => void;
}

/** Controls the simulator by source names. */
export class BackendControl {
  readonly #interruptions = new Map<string, Interruption[]>();
  /** When the clock of each backend was set, in ms. */
  readonly #clockSettings = new Map<string, number[]>();

  constructor(
    private readonly simulator: Simulator,
    private readonly clock: { now(): number },
    private readonly reader: Reader,
    private readonly polls: CompletePolls,
  ) {
    for (const backend of simulator.backends) {
      backend.onCall = (call) => call === 'list' && this.#interrupt(backend.name);
    }
  }

  /** Throws a RangeError if no backend has that name. */
  backend(source: string): SimulatedBackend {
    return this.simulator.backend(source);
  }

  add(source: string, scripts: readonly JobScript[]): void {
    for (const script of scripts) this.backend(source).addJob(script);
  }

  /** Removes a job that a gateway has observed: a job that is deleted before any poll cannot be recorded. */
  remove(source: string, pick: number): void {
    const known = this.#alive(source).filter(({ nativeId }) => this.reader.hasSeen(`${source}~${nativeId}`));
    const chosen = known[Math.floor(pick * known.length)];
    if (chosen) this.backend(source).removeJob(chosen.nativeId);
  }

  /** The ids of the jobs that are on their backends and that a gateway has observed. */
  get knownJobs(): readonly string[] {
    const ids = this.simulator.backends.flatMap(({ name }) =>
      this.#alive(name).map(({ nativeId }) => `${name}~${nativeId}`),
    );
    return ids.filter((id) => this.reader.hasSeen(id));
  }

  /** Reruns an ended job. Does nothing if the backend reruns no jobs or none has ended. */
  rerun(source: string, pick: number, { steps }: JobScript): void {
    const backend = this.backend(source);
    if (backend.kind !== 'unified-manager') return;
    const ended = this.#alive(source).filter(({ transitions }) => isEnd(backend.kind, transitions.at(-1)?.state ?? ''));
    const chosen = ended[Math.floor(pick * ended.length)];
    if (chosen) backend.rerun(chosen.nativeId, steps);
  }

  /** Runs code at the `page`-th list request from now on, before the backend answers it. */
  onListRequest(source: string, page: number, run: () => void): void {
    this.#interruptions.set(source, [...(this.#interruptions.get(source) ?? []), { left: page, run }]);
  }

  async setFault(source: string, fault: Fault | undefined): Promise<void> {
    const backend = this.backend(source);
    const before = backend.shownAt(this.clock.now());
    await backend.setFault(fault);
    if (backend.shownAt(this.clock.now()) === before) return;
    this.#clockSettings.set(source, [...(this.#clockSettings.get(source) ?? []), this.clock.now()]);
  }

  async healAll(): Promise<void> {
    for (const backend of this.simulator.backends) {
      await this.setFault(backend.name, undefined);
      await backend.start();
    }
  }

  /** True if the clock of any backend was ever set. */
  get anyClockWasSet(): boolean {
    return this.#clockSettings.size > 0;
  }

  /** True if a backend's clock was set before and after a time, without a complete poll in between. */
  hasUnseenClock(source: string, at: number): boolean {
    const settings = this.#clockSettings.get(source) ?? [];
    const [from, until] = [settings.findLast((set) => set <= at), settings.find((set) => set > at) ?? Infinity];
    return from !== undefined && this.polls.countBetween(source, from, until) === 0;
  }

  #alive(source: string): ReturnType<SimulatedBackend['truth']> {
    const truth = this.backend(source).truth();
    return truth.filter(({ deletedAt }) => deletedAt === undefined);
  }

  #interrupt(source: string): void {
    const waiting = this.#interruptions.get(source) ?? [];
    for (const each of waiting) each.left -= 1;
    for (const { left, run } of waiting) if (left === 0) run();
  }
}
