/** Counts a gateway's pending calls to backends and the store, and can kill the gateway between two calls. */
import { type Adapter, type JobStore, type StoredJob } from '@gateway/core';

/** The calls of one gateway to its backends and its store. */
export class Calls {
  readonly #inFlight = new Map<string, number>();
  #dead = false;
  #made = 0;
  #diesAt = Infinity;

  /** `onDeath` is called once, when the gateway is killed. */
  constructor(private readonly onDeath: () => void) {}

  /** Kills the gateway at the call after the next `count` calls. */
  dieAfter(count: number): void {
    this.#diesAt = this.#made + count;
  }

  /** Kills the gateway: from now on no call is sent and no response arrives. */
  die(): void {
    if (this.#dead) return;
    this.#dead = true;
    this.onDeath();
  }

  /** The number of calls to a target whose response the gateway still waits for. */
  awaited(target: string): number {
    return this.#dead ? 0 : this.inFlight(target);
  }

  /** The number of calls to a target without a response, also those of a killed gateway. */
  inFlight(target: string): number {
    return this.#inFlight.get(target) ?? 0;
  }

  /** Makes a call. Never resolves once the gateway is killed. */
  async call<T>(target: string, send: () => Promise<T>): Promise<T> {
    this.#made += 1;
    if (this.#made > this.#diesAt) this.die();
    if (this.#dead) return never();
    this.#count(target, 1);
    const outcome = await settled(send());
    this.#count(target, -1);
    if (this.#dead) return never();
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  #count(target: string, by: number): void {
    this.#inFlight.set(target, this.inFlight(target) + by);
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

function settled<T>(promise: Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

/** The target of calls to the store. */
export const STORE_CALLS = 'store';

/** The adapter, with its calls counted under the name of its backend. */
export function countAdapterCalls(adapter: Adapter, backend: string, calls: Calls): Adapter {
  return countCalls(adapter, backend, calls, new Set(['isNativeId', 'close']));
}

/** The store, with its calls counted. `follow` is not counted because it never ends. */
export function countStoreCalls(store: JobStore, calls: Calls): JobStore {
  const uncounted = new Set(['open', 'close', 'healthy', 'failedWrites', 'follow']);
  const snapshot = (): AsyncIterable<readonly StoredJob[]> => countPageCalls(store, calls);
  return new Proxy(countCalls(store, STORE_CALLS, calls, uncounted), {
    get: (wrapped, name) => (name === 'snapshot' ? snapshot : (Reflect.get(wrapped, name) as unknown)),
  });
}

function countCalls<T extends object>(
  subject: T,
  target: string,
  calls: Calls,
  uncounted: ReadonlySet<string | symbol>,
): T {
  return new Proxy(subject, {
    get: (wrapped, name) => {
      const member: unknown = Reflect.get(wrapped, name);
      if (typeof member !== 'function') return member;
      const method = member.bind(wrapped) as (...args: unknown[]) => unknown;
      return uncounted.has(name) ? method : (...args: unknown[]) => calls.call(target, async () => method(...args));
    },
  });
}

async function* countPageCalls(store: JobStore, calls: Calls): AsyncGenerator<readonly StoredJob[], void, undefined> {
  const pages = store.snapshot()[Symbol.asyncIterator]();
  for (;;) {
    const page = await calls.call(STORE_CALLS, async () => pages.next());
    if (page.done === true) return;
    yield page.value;
  }
}
