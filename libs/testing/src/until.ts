import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 10_000;

/** Resolves as soon as the condition holds; throws when it does not come true. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await delay(5);
  }
}
