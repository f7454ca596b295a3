import { serverClock } from './server-clock';

const SECOND = 1_000;
const SLOW_EVERY = 60;

/** A text that depends on the time. It returns true while it changes every second. */
export type Ticking = (now: number) => boolean;

/** One timer for all relative times: texts that change every second are renewed then, the others each minute. */
export class Ticker {
  readonly #slow = new Set<Ticking>();
  readonly #fast = new Set<Ticking>();
  #seconds = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly now: () => number) {}

  /** Writes the text now and whenever it may have changed, until the returned function is called. */
  add(ticking: Ticking): () => void {
    this.#place(ticking);
    this.#timer ??= setInterval(() => this.tick(), SECOND);
    return () => {
      this.#slow.delete(ticking);
      this.#fast.delete(ticking);
      if (this.#slow.size + this.#fast.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  /** Renews the texts of one second. */
  tick(): void {
    this.#seconds++;
    for (const ticking of [...this.#fast]) this.#place(ticking);
    if (this.#seconds % SLOW_EVERY === 0) for (const ticking of [...this.#slow]) this.#place(ticking);
  }

  #place(ticking: Ticking): void {
    const isFast = ticking(this.now());
    this.#fast[isFast ? 'add' : 'delete'](ticking);
    this.#slow[isFast ? 'delete' : 'add'](ticking);
  }
}

/** The one ticker of the page. */
export const ticker = new Ticker(() => serverClock.now());
