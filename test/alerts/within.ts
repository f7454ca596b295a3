import { setTimeout as delay } from 'node:timers/promises';

/** Rules are evaluated, and the gateway is scraped, every second: an alert takes several of them on a busy machine. */
const LIMIT_MS = 150_000;
/** A caller may send only some requests per second here. */
const INTERVAL_MS = 250;

/** Resolves once the condition holds; one that rejects does not hold. Throws after 150 s; `what` describes the condition. */
export async function within(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    let failure: unknown;
    if (await holds().catch((error: unknown) => ((failure = error), false))) return;
    if (Date.now() > deadline) throw new Error(`timed out after 150 s, waiting until ${what}`, { cause: failure });
    await delay(INTERVAL_MS);
  }
}
