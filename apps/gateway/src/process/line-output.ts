import { type Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** Above this many characters that wait for the reader, lines are dropped until half of them are written. */
const MAX_WAITING = 1_000_000;
const FLUSH_TIMEOUT_MS = 1_000;
const FLUSH_CHECK_MS = 10;

/** Standard output or standard error. */
export type StandardStream = Writable & { readonly isTTY?: boolean };

/**
 * Writes lines to standard output or standard error and never waits for its reader. Lines are written at once; while the
 * reader stalls, about a megabyte of them waits, and more are dropped and counted. Without a reader all lines are dropped.
 */
export class LineOutput {
  #isFull = false;
  #dropped = 0;
  #onResumed: (dropped: number) => void = () => undefined;

  constructor(private readonly stream: StandardStream) {
    neverBlock(stream);
    // A reader that has gone, or a full disk: there is nobody to report it to.
    stream.on('error', () => undefined);
    stream.on('drain', () => this.#resumeIfRead());
  }

  /** True if the lines are written to a terminal. */
  get isTerminal(): boolean {
    return this.stream.isTTY === true;
  }

  /** Calls a function with the number of dropped lines before the next line is written. It may write a line itself. */
  onResumed(listener: (dropped: number) => void): void {
    this.#onResumed = listener;
  }

  /** Writes a text of whole lines, or drops it. */
  write(text: string): void {
    this.#isFull ||= this.stream.writableLength > MAX_WAITING;
    this.#resumeIfRead();
    if (this.#isFull) this.#dropped += 1;
    else this.stream.write(text);
  }

  /** Resolves when all lines are written, or after a second. */
  async flush(): Promise<void> {
    for (let waited = 0; waited < FLUSH_TIMEOUT_MS && this.stream.writableLength > 0; waited += FLUSH_CHECK_MS) {
      await delay(FLUSH_CHECK_MS);
    }
  }

  #resumeIfRead(): void {
    if (!this.#isFull || this.stream.writableLength > MAX_WAITING / 2) return;
    const dropped = this.#dropped;
    this.#isFull = false;
    this.#dropped = 0;
    if (dropped > 0) this.#onResumed(dropped);
  }
}

/**
 * Node writes to pipes asynchronously, but to a terminal synchronously: a terminal that is paused (Ctrl-S) would block the
 * event loop. Node has no public method to change that.
 */
function neverBlock(stream: StandardStream): void {
  const { _handle } = stream as { readonly _handle?: { setBlocking?: (isBlocking: boolean) => void } };
  if (stream.isTTY) _handle?.setBlocking?.(false);
}
