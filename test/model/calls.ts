/** Counts what is under way at a gateway's adapters and store, and lets the gateway die between two calls. */
import { type Adapter, type JobStore, type StoredJob } from '@gateway/core';

/** The calls of one gateway to the world outside it. */
export class Calls {
  readonly #underWay = new Map<string, number>();
  #dead = false;
  #made = 0;
  #diesAt = Infinity;

  /** `onDeath` is called once, when the gateway makes its last call. */
  constructor(private readonly onDeath: () => void) {}

  /** From the `count`-th call from now on nothing is sent and nothing comes back. */
  dieAfter(count: number): void {
    this.#diesAt = this.#made + count;
  }

  /** Nothing is sent and nothing comes back any more. */
  die(): void {
    if (this.#dead) return;
    this.#dead = true;
    this.onDeath();
  }

  /** How many calls to one place are under way, of which the answers are still waited for. */
  underWay(place: string): number {
    return this.#dead ? 0 : this.sent(place);
  }

  /** How many calls to one place have not come back, whoever waits for them. */
  sent(place: string): number {
    return this.#underWay.get(place) ?? 0;
  }

  /** Makes a call; never resolves once the gateway is dead. */
  async make<T>(place: string, call: () => Promise<T>): Promise<T> {
    this.#made += 1;
    if (this.#made > this.#diesAt) this.die();
    if (this.#dead) return never();
    this.#count(place, 1);
    const outcome = await settled(call());
    this.#count(place, -1);
    if (this.#dead) return never();
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  #count(place: string, by: number): void {
    this.#underWay.set(place, this.sent(place) + by);
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

/** The place of calls to the store. */
export const STORE = 'store';

/** The adapter, with its calls to the backend of this name counted. */
export function countedAdapter(adapter: Adapter, backend: string, calls: Calls): Adapter {
  return counted(adapter, backend, calls, new Set(['isNativeId', 'close']));
}

/** The store, with its calls counted; `follow` is none, as it goes on for ever. */
export function countedStore(store: JobStore, calls: Calls): JobStore {
  const others = new Set(['open', 'close', 'healthy', 'failedWrites', 'follow']);
  const snapshot = (): AsyncIterable<readonly StoredJob[]> => countedPages(store, calls);
  return new Proxy(counted(store, STORE, calls, others), {
    get: (target, name) => (name === 'snapshot' ? snapshot : (Reflect.get(target, name) as unknown)),
  });
}

function counted<T extends object>(
  subject: T,
  place: string,
  calls: Calls,
  uncounted: ReadonlySet<string | symbol>,
): T {
  return new Proxy(subject, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      const method = member.bind(target) as (...given: unknown[]) => unknown;
      return uncounted.has(name) ? method : (...given: unknown[]) => calls.make(place, async () => method(...given));
    },
  });
}

async function* countedPages(store: JobStore, calls: Calls): AsyncGenerator<readonly StoredJob[], void, undefined> {
  const pages = store.snapshot()[Symbol.asyncIterator]();
  for (;;) {
    const page = await calls.make(STORE, async () => pages.next());
    if (page.done === true) return;
    yield page.value;
  }
}
