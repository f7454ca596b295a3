/** Dates in HTTP headers have whole seconds, so a smaller difference says nothing. */
const RESOLUTION_MS = 1_000;

/** The server's time, from the dates of responses: a wrong clock of the computer does not show. */
export class ServerClock {
  #offset = 0;

  constructor(private readonly local: () => number = Date.now) {}

  /** Takes the `Date` header of a response to a request that began at `began`. */
  observe(date: string | null, began: number): void {
    const server = date === null ? NaN : Date.parse(date);
    if (Number.isNaN(server)) return;
    const offset = server + RESOLUTION_MS / 2 - (began + this.local()) / 2;
    if (Math.abs(offset - this.#offset) > RESOLUTION_MS) this.#offset = offset;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.local() + this.#offset;
  }
}

/** The one clock of the page. */
export const serverClock = new ServerClock();
