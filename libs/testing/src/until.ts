import { setTimeout as delay } from 'node:timers/promises';

/** Long enough for a busy machine; a condition that holds is noticed within `LOOK_EVERY_MS`. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 5;

/** Resolves once the condition holds. Throws after 30 s, naming the condition. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited 30 s and it is still not true that ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}

/** Reads again and again until the value fits, and returns it. Throws after 30 s, showing the last value. */
export async function readUntil<T>(read: () => Promise<T> | T, fits: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await read();
    if (fits(value)) return value;
    if (Date.now() > deadline) throw new Error(`waited 30 s; the last value was ${JSON.stringify(value)}`);
    await delay(LOOK_EVERY_MS);
  }
}
