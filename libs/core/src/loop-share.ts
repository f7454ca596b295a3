import { ClientLeftError, type HasLeft } from './clients.js';
import { type MonotonicClock, monotonicClock } from './clock.js';
import { afterStep } from './turns.js';

/** Time for long work in one turn of the event loop, in ms: for all of it together. The last step can exceed it. */
const TURN_MS = 5;
/** Time after which other work that waits is continued, in ms: enough for an ordinary page of a list. */
const SLICE_MS = 1;

/** How requests are chosen, in turn: see `LoopShare`. */
const CHOICES = [
  'oldest of the least served',
  'latest of the least served',
  'oldest of the least served',
  'oldest',
] as const;

/** Long work that takes its share in slices. */
export interface LongWork {
  /** Work with a lower number began earlier. */
  readonly number: number;
  /** Slices that it has had. */
  slices: number;
  /** For the work of requests. Absent for work without clients of its own: watches and loads. */
  readonly hasLeft: HasLeft | undefined;
}

interface Waiting {
  readonly work: LongWork;
  readonly resume: () => void;
  readonly end: (reason: Error) => void;
}

/**
 * The share of the event loop that long work may use: 5 ms per turn, for all requests, watches and loads together. Between two
 * turns, everything else runs. Work may begin at once while the time of the turn is not over, so a short answer never
 * waits for another turn. Otherwise it waits with all others.
 *
 * Watches and loads continue in turn with requests, however many requests wait. Of four slices for requests, three
 * go to those that have had the fewest slices, of which the oldest and the latest alternate: short answers overtake long ones
 * and each other, and none waits for all of them. The fourth goes to the oldest request: a long one ends in any case.
 */
export class LoopShare {
  readonly #clock: MonotonicClock;
  #begun = 0;
  /** False in a turn in which no long work has run yet. */
  #isTurnOpen = false;
  #turnEnd = 0;
  #sliceEnd = 0;
  /** Requests, in the order in which they began. */
  readonly #requests: Waiting[] = [];
  readonly #others: Waiting[] = [];
  #isRequestNext = true;
  #choice = 0;
  /** True in a turn in which `dropLeft` has run. */
  #isSwept = false;

  constructor(clock: MonotonicClock = monotonicClock) {
    this.#clock = clock;
  }

  /** The number of requests that wait, including those that have begun. */
  get waiting(): number {
    return this.#requests.length;
  }

  /** Registers work, which may use the rest of the current slice at once. `hasLeft` is for the work of requests. */
  work(hasLeft?: HasLeft): LongWork {
    this.#begun += 1;
    return { number: this.#begun, slices: 0, hasLeft };
  }

  /** True if the current slice is over at this time, in ms of the clock: whoever works must wait. */
  isOver(now: number): boolean {
    if (!this.#isTurnOpen) this.#openTurn(now);
    return now >= this.#sliceEnd;
  }

  /** Milliseconds of the clock that `isOver` compares. */
  now(): number {
    return this.#clock.now();
  }

  /** Resolves when the work may continue for a slice. Rejects with a `ClientLeftError` if its clients have left by then. */
  wait(work: LongWork): Promise<void> {
    return new Promise((resume, end) => {
      const waiting = { work, resume, end };
      if (work.hasLeft) this.#requests.splice(this.#placeOf(work), 0, waiting);
      else this.#others.push(waiting);
      if (!this.#isTurnOpen) this.#openTurn(this.#clock.now());
    });
  }

  /** Ends the waits of all requests whose clients have left; at most once in a turn. */
  dropLeft(): void {
    if (this.#isSwept) return;
    this.#isSwept = true;
    for (const waiting of [...this.#requests]) {
      if (waiting.work.hasLeft?.()) this.#drop(waiting);
    }
  }

  #openTurn(now: number): void {
    this.#isTurnOpen = true;
    this.#isSwept = false;
    this.#turnEnd = this.#sliceEnd = now + TURN_MS;
    setImmediate(this.#takeTurn);
  }

  readonly #takeTurn = (): void => {
    this.#isTurnOpen = false;
    if (this.#requests.length + this.#others.length === 0) return;
    const now = this.#clock.now();
    this.#openTurn(now);
    this.#continueNext(now);
  };

  readonly #goOn = (): void => {
    const now = this.#clock.now();
    if (now < this.#turnEnd) this.#continueNext(now);
  };

  #continueNext(now: number): void {
    const next = this.#takeNext();
    const isAlone = this.#requests.length + this.#others.length === 0;
    this.#sliceEnd = isAlone ? this.#turnEnd : Math.min(now + SLICE_MS, this.#turnEnd);
    if (next === undefined) return;
    next.work.slices += 1;
    next.resume();
    afterStep(this.#goOn);
  }

  #takeNext(): Waiting | undefined {
    this.#isRequestNext = !this.#isRequestNext;
    return this.#isRequestNext
      ? (this.#takeRequest() ?? this.#others.shift())
      : (this.#others.shift() ?? this.#takeRequest());
  }

  #takeRequest(): Waiting | undefined {
    const choice = CHOICES[this.#choice];
    this.#choice = (this.#choice + 1) % CHOICES.length;
    for (;;) {
      const next = choice === 'oldest' ? this.#requests[0] : this.#leastServed(choice === 'latest of the least served');
      if (!next?.work.hasLeft?.()) {
        if (next) this.#requests.splice(this.#requests.indexOf(next), 1);
        return next;
      }
      this.#drop(next);
    }
  }

  /** The request with the fewest slices; the latest or the oldest of several. */
  #leastServed(isLatest: boolean): Waiting | undefined {
    let [least] = this.#requests;
    for (const waiting of this.#requests) {
      const difference = waiting.work.slices - (least?.work.slices ?? 0);
      if (difference < 0 || (isLatest && difference === 0)) least = waiting;
    }
    return least;
  }

  #drop(waiting: Waiting): void {
    this.#requests.splice(this.#requests.indexOf(waiting), 1);
    waiting.end(new ClientLeftError());
  }

  #placeOf({ number }: LongWork): number {
    return this.#requests.findLastIndex(({ work }) => work.number < number) + 1;
  }
}
