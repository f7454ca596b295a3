import { isTemporary, open } from '../api/client';
import { ProblemError } from '../api/problem';
import { backOff } from './back-off';
import { connection, noteSeen, tryNow } from './connection';
import { serverClock } from './server-clock';
import { type StreamEvent, StreamReader } from './stream-reader';
import { inTurn, type Turn } from './stream-turns';
import { onVisibility } from './visibility';
import { Watchdog } from './watchdog';

const SILENT_MS = 25_000;
const OFFLINE_MS = 30_000;
const LONG_HIDDEN_MS = 60_000;
const SLICE_MS = 8;
/** A visit reads for this time, which is enough for the changes since the last one; what is missing comes with the next. */
const VISIT_MS = 1_000;
const VISIT_EVERY_MS = 4_000;
/** After a break, more events than this within the first seconds are slower than a new list. */
const MOST_BACKLOG = 2_000;
const BACKLOG_MS = 3_000;

/** What a stream needs: its path for a revision, and who takes its events. */
export interface StreamOptions {
  path(after: string): string;
  onEvents(events: readonly StreamEvent[]): void;
  /** The stream has ended and the list has to be loaded again: the changes since the revision are gone or too many. */
  onRelist(): void;
  onError(error: unknown): void;
}

/**
 * The one stream of the page: connects from a revision on, and again after breaks. It gives up its connection while the
 * tab is hidden. If other windows of the browser have all streams, it connects for a moment every few seconds instead.
 * The states of the connection are in `connection`.
 */
export class EventStream {
  readonly #options: StreamOptions;
  #after: string;
  #isStopped = false;
  #isPaused = false;
  #abort = new AbortController();
  #failures = 0;
  #brokenAt: number | undefined;
  #wake: () => void = () => undefined;
  readonly #forget: () => void;

  constructor(after: string, options: StreamOptions) {
    this.#after = after;
    this.#options = options;
    this.#forget = onVisibility(
      () => this.#pause(),
      (hiddenMs) => this.#resume(hiddenMs),
    );
    tryNow.set(() => this.#wake());
    window.addEventListener('online', this.#online);
    window.addEventListener('offline', this.#offline);
    if (connection.get().state === 'idle') connection.set({ state: 'connecting' });
    void this.#run();
  }

  /** Ends the stream. */
  stop(): void {
    this.#end();
    connection.set({ state: 'idle' });
  }

  #end(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#abort.abort();
    this.#wake();
    this.#forget();
    window.removeEventListener('online', this.#online);
    window.removeEventListener('offline', this.#offline);
  }

  readonly #online = (): void => this.#wake();
  readonly #offline = (): void => this.#abort.abort();

  #pause(): void {
    this.#isPaused = true;
    this.#abort.abort();
  }

  #resume(hiddenMs: number): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    if (hiddenMs > LONG_HIDDEN_MS) this.#relist();
    else this.#wake();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      if (this.#isPaused) {
        await this.#sleep(undefined);
        continue;
      }
      this.#abort = new AbortController();
      try {
        const turn = await inTurn(navigator.locks, this.#abort.signal, SILENT_MS, (each) => this.#read(each));
        if (turn === 'visit') {
          if (!this.#isStopped) await this.#sleep(VISIT_EVERY_MS);
          continue;
        }
        this.#fail(undefined);
      } catch (error) {
        if (this.#isStopped || this.#isPaused) continue;
        if (!this.#fail(error)) return;
      }
      if (!this.#isStopped && !this.#isPaused) await this.#waitForNextTry();
    }
  }

  /** Notes a break. Returns false if a further try is of no use. */
  #fail(error: unknown): boolean {
    if (this.#isStopped) return false;
    if (error instanceof ProblemError && error.type === 'revision-gone') {
      this.#relist();
      return false;
    }
    if (error instanceof ProblemError && !isTemporary(error)) {
      this.stop();
      this.#options.onError(error);
      return false;
    }
    this.#failures++;
    this.#brokenAt ??= Date.now();
    return true;
  }

  async #waitForNextTry(): Promise<void> {
    const delay = backOff(this.#failures);
    const brokenFor = Date.now() + delay - (this.#brokenAt ?? Date.now());
    const isOffline = !navigator.onLine || brokenFor > OFFLINE_MS;
    const next = connection.get().state === 'starting' ? 'starting' : isOffline ? 'offline' : 'reconnecting';
    connection.set({ state: next, nextTryAt: Date.now() + delay });
    await this.#sleep(delay);
  }

  #sleep(milliseconds: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #relist(): void {
    this.#end();
    this.#options.onRelist();
  }

  async #read(turn: Turn): Promise<void> {
    const { signal } = this.#abort;
    const response = await open(this.#options.path(this.#after), { signal }).catch((error: unknown) => {
      const isStarting = error instanceof ProblemError && error.type === 'not-ready';
      if (isStarting) connection.set({ state: 'starting' });
      else if (connection.get().state === 'starting') connection.set({ state: 'reconnecting' });
      throw error;
    });
    if (!response.body) return;
    const wasBroken = this.#brokenAt !== undefined;
    this.#seen(turn);
    const chunks = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const close = (): void => void chunks.cancel().catch(() => undefined);
    const watchdog = new Watchdog(SILENT_MS, () => this.#abort.abort());
    const visit = turn === 'visit' ? setTimeout(close, VISIT_MS) : undefined;
    try {
      await this.#readChunks(turn, chunks, watchdog, wasBroken ? Date.now() + BACKLOG_MS : 0);
    } finally {
      clearTimeout(visit);
      watchdog.stop();
      close();
    }
  }

  async #readChunks(
    turn: Turn,
    chunks: ReadableStreamDefaultReader<string>,
    watchdog: Watchdog,
    backlogUntil: number,
  ): Promise<void> {
    const reader = new StreamReader();
    let backlog = 0;
    for (let sliceBegan = performance.now(); ;) {
      const { done, value } = await chunks.read();
      if (done || this.#isStopped) return;
      watchdog.reset();
      this.#seen(turn);
      const events = reader.read(value);
      this.#take(events);
      if (Date.now() < backlogUntil) backlog += events.length;
      if (backlog > MOST_BACKLOG) this.#relist();
      if (this.#isStopped) return;
      if (performance.now() - sliceBegan > SLICE_MS) {
        await new Promise((resolve) => setTimeout(resolve));
        sliceBegan = performance.now();
      }
    }
  }

  #take(events: readonly StreamEvent[]): void {
    const last = events.findLast(({ id }) => id !== undefined);
    if (last?.id !== undefined) this.#after = last.id;
    if (events.some(({ event }) => event === 'cut_off')) this.#relist();
    else if (events.length > 0) this.#options.onEvents(events);
  }

  #seen(turn: Turn): void {
    this.#failures = 0;
    this.#brokenAt = undefined;
    noteSeen(serverClock.now(), turn === 'stream' ? 'live' : 'polling');
  }
}
