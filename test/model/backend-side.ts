/** What happens on the backends themselves in a model run. */
import {
  type Fault,
  type JobScript,
  type SimulatedBackend,
  type Simulator,
} from '../../apps/simulator/src/simulator.js';
import { isEnd } from './expected-state.js';
import { type PollNotes } from './poll-notes.js';
import { type Reader } from './reader.js';

/** Something that happens when a backend has been asked for so many more pages. */
interface Interruption {
  left: number;
  readonly run: () => void;
}

/** Steers the simulator by the names of sources. */
export class BackendSide {
  readonly #interruptions = new Map<string, Interruption[]>();
  /** When the clock of each backend was set. */
  readonly #clockSettings = new Map<string, number[]>();

  constructor(
    private readonly simulator: Simulator,
    private readonly clock: { now(): number },
    private readonly reader: Reader,
    private readonly polls: PollNotes,
  ) {
    for (const backend of simulator.backends) {
      backend.onCall = (call) => call === 'list' && this.#interrupt(backend.name);
    }
  }

  /** Throws a RangeError when there is no backend of that name. */
  backend(source: string): SimulatedBackend {
    return this.simulator.backend(source);
  }

  add(source: string, scripts: readonly JobScript[]): void {
    for (const script of scripts) this.backend(source).addJob(script);
  }

  /** Only what a gateway has seen is removed: no backend promises to show a job before it drops it. */
  remove(source: string, pick: number): void {
    const known = this.#alive(source).filter(({ nativeId }) => this.reader.hasSeen(`${source}~${nativeId}`));
    const chosen = known[Math.floor(pick * known.length)];
    if (chosen) this.backend(source).removeJob(chosen.nativeId);
  }

  /** Nothing happens where jobs do not run again, or none has ended. */
  rerun(source: string, pick: number, { steps }: JobScript): void {
    const backend = this.backend(source);
    if (backend.kind !== 'unified-manager') return;
    const ended = this.#alive(source).filter(({ transitions }) => isEnd(backend.kind, transitions.at(-1)?.state ?? ''));
    const chosen = ended[Math.floor(pick * ended.length)];
    if (chosen) backend.rerun(chosen.nativeId, steps);
  }

  /** Runs something when the backend is asked for the `page`-th page from now on, before it answers. */
  whilePaging(source: string, page: number, run: () => void): void {
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

  /** True when the clock of any backend was ever set. */
  get clocksWereSet(): boolean {
    return this.#clockSettings.size > 0;
  }

  /** True when a backend's clock was set before and after an instant with no whole poll in between. */
  wasMisdated(source: string, at: number): boolean {
    const settings = this.#clockSettings.get(source) ?? [];
    const [from, until] = [settings.findLast((set) => set <= at), settings.find((set) => set > at) ?? Infinity];
    return from !== undefined && this.polls.between(source, from, until) === 0;
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
