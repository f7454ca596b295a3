import { setTimeout as delay } from 'node:timers/promises';

/** The limit only matters for conditions that never hold; it is long enough for a busy machine. */
const LIMIT_MS = 60_000;
const INTERVAL_MS = 5;

/** Resolves once the condition holds. Throws after 60 s; `what` describes the condition in the error. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`timed out after 60 s, waiting until ${what}`);
    await delay(INTERVAL_MS);
  }
}

/** Reads repeatedly until the value fits, and returns it. Throws after 60 s, with the last value in the error. */
export async function readUntil<T>(read: () => Promise<T> | T, fits: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const value = await read();
    if (fits(value)) return value;
    if (Date.now() > deadline) throw new Error(`timed out after 60 s; the last value was ${JSON.stringify(value)}`);
    await delay(INTERVAL_MS);
  }
}
