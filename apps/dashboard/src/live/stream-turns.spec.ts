import { inTurn, type Locks, type Turn } from './stream-turns';

type Callback = (lock: Lock | null) => unknown;

/** The exclusive locks of a browser, as far as they are used: a queue for each name. */
function browserLocks(): Locks {
  const held = new Map<string, Promise<unknown>>();
  const request = async (name: string, options: LockOptions, callback: Callback): Promise<unknown> => {
    if (options.ifAvailable && held.has(name)) return callback(null);
    while (held.has(name)) await Promise.race([held.get(name), aborted(options.signal)]);
    const work = Promise.resolve(callback({ name, mode: 'exclusive' }));
    const end = work.then(
      () => held.delete(name),
      () => held.delete(name),
    );
    held.set(name, end);
    return work;
  };
  return { request: request as Locks['request'] };
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason as Error);
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

/** A window whose turn lasts until `leave` is called. */
class TestWindow {
  turn: Turn | undefined;
  leave: () => void = () => undefined;
  readonly ended: Promise<Turn>;

  constructor(locks: Locks | undefined, signal = new AbortController().signal, longestWaitMs = 60_000) {
    this.ended = inTurn(locks, signal, longestWaitMs, (turn) => {
      this.turn = turn;
      return new Promise((resolve) => (this.leave = resolve));
    });
    this.ended.catch(() => undefined);
  }
}

const turns = async (windows: readonly TestWindow[]): Promise<readonly (Turn | undefined)[]> => {
  await new Promise((resolve) => setImmediate(resolve));
  return windows.map(({ turn }) => turn);
};

describe('the turns of the windows of a browser', () => {
  it('are three streams, and one visit at a time', async () => {
    const locks = browserLocks();
    const windows = Array.from({ length: 5 }, () => new TestWindow(locks));
    expect(await turns(windows)).toEqual(['stream', 'stream', 'stream', 'visit', undefined]);
    windows[3]?.leave();
    await expect(windows[3]?.ended).resolves.toBe('visit');
    expect(await turns(windows)).toEqual(['stream', 'stream', 'stream', 'visit', 'visit']);
    windows[0]?.leave();
    await windows[0]?.ended;
    expect(await turns([new TestWindow(locks)])).toEqual(['stream']);
  });

  it('end with the window, or when none came in time', async () => {
    const locks = browserLocks();
    await turns(Array.from({ length: 4 }, () => new TestWindow(locks)));
    const closed = new AbortController();
    const closing = new TestWindow(locks, closed.signal);
    await turns([closing]);
    closed.abort();
    await expect(closing.ended).rejects.toMatchObject({ name: 'AbortError' });
    await expect(new TestWindow(locks, undefined, 10).ended).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('are streams in browsers without locks', async () => {
    const windows = Array.from({ length: 5 }, () => new TestWindow(undefined));
    expect(new Set(await turns(windows))).toEqual(new Set(['stream']));
  });
});
