import { ClientLeftError, type HasLeft, neverLeaves } from './clients.js';
import { LoopShare } from './loop-share.js';

const TURN_MS = 5;
const STEP_MS = 0.25;

/** A share under a clock that only work moves. `done` lists the names of the steps, in order. */
class Sharing {
  now = 0;
  readonly share = new LoopShare({ now: () => this.now });
  readonly done: string[] = [];

  /** Starts work of some steps; without `hasLeft` it is not the work of a request. */
  start(name: string, steps: number, hasLeft?: HasLeft): Promise<void> {
    return this.#run(name, steps, hasLeft);
  }

  /** Milliseconds of work since the last call. */
  takeMs(): number {
    return this.done.splice(0).length * STEP_MS;
  }

  async #run(name: string, steps: number, hasLeft?: HasLeft): Promise<void> {
    const work = this.share.work(hasLeft);
    for (let step = 0; step < steps; step += 1) {
      if (this.share.isOver(this.now)) await this.share.wait(work);
      this.now += STEP_MS;
      this.done.push(name);
    }
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Lets the event loop turn until all is done, and returns the names in the order in which the work ended. */
async function orderOfEnds(works: Readonly<Record<string, Promise<void>>>): Promise<string[]> {
  const ended: string[] = [];
  await Promise.all(Object.entries(works).map(([name, work]) => work.then(() => ended.push(name))));
  return ended;
}

describe('the loop share', () => {
  let sharing: Sharing;
  beforeEach(() => (sharing = new Sharing()));

  it('lets short work begin and end at once', () => {
    void sharing.start('a', 4, neverLeaves);
    void sharing.start('b', 4, neverLeaves);
    expect(sharing.done.join('')).toBe('aaaabbbb');
  });

  it('has time again after a turn without long work', async () => {
    void sharing.start('a', 8, neverLeaves);
    for (let turns = 0; turns < 2; turns += 1) await turn();
    sharing.now += 1_000;
    void sharing.start('b', 20, neverLeaves);
    expect(sharing.done.join('')).toBe('a'.repeat(8) + 'b'.repeat(20));
  });

  it('gives all work together 5 ms per turn, however much begins at once', async () => {
    const works = Array.from({ length: 300 }, (_, at) => sharing.start(`${at} `, 10, neverLeaves));
    expect(sharing.takeMs()).toBe(TURN_MS);
    let total = TURN_MS;
    for (;;) {
      await turn();
      const ms = sharing.takeMs();
      expect(ms).toBeLessThanOrEqual(TURN_MS + STEP_MS);
      total += ms;
      if (ms === 0) break;
    }
    await Promise.all(works);
    expect(total).toBe(300 * 10 * STEP_MS);
  });

  it('lets a short request overtake long ones that came before it', async () => {
    const works: Record<string, Promise<void>> = {};
    for (let at = 0; at < 50; at += 1) works[`long ${at}`] = sharing.start('l', 100, neverLeaves);
    await turn();
    works.short = sharing.start('short', 2, neverLeaves);
    expect((await orderOfEnds(works))[0]).toBe('short');
  });

  it('ends the request that came first, although others keep coming', async () => {
    let isEnded = false;
    void sharing.start('first', 400, neverLeaves).then(() => (isEnded = true));
    let turns = 0;
    for (; !isEnded && turns < 1_000; turns += 1) {
      for (let at = 0; at < 5; at += 1) void sharing.start('later', 400, neverLeaves);
      await turn();
    }
    expect(turns).toBeLessThan((4 * 400 * STEP_MS) / TURN_MS + 5);
  });

  it('gives work without clients every second slice, however many requests wait', async () => {
    for (let at = 0; at < 100; at += 1) void sharing.start('request', 1_000, neverLeaves);
    void sharing.start('watch', 100);
    await turn();
    sharing.takeMs();
    for (let turns = 0; turns < 6; turns += 1) await turn();
    const ofWatch = sharing.done.filter((name) => name === 'watch').length;
    expect(ofWatch / sharing.done.length).toBeGreaterThan(0.4);
    expect(ofWatch / sharing.done.length).toBeLessThan(0.6);
  });

  it('ends the work of a client that has left before its next slice, and goes on with the others', async () => {
    let isGone = false;
    const left = sharing.start('left', 1_000, () => isGone);
    const stays = sharing.start('stays', 30, neverLeaves);
    expect(sharing.share.waiting).toBe(2);
    isGone = true;
    sharing.takeMs();
    await expect(left).rejects.toThrow(ClientLeftError);
    await stays;
    expect(new Set(sharing.done)).toEqual(new Set(['stays']));
    expect(sharing.share.waiting).toBe(0);
  });

  it('ends the waits of all who have left on request', async () => {
    const clients = { haveLeft: false };
    void sharing.start('busy', 20, neverLeaves);
    const works = Array.from({ length: 10 }, (_, at) => sharing.start('w', 1, () => clients.haveLeft && at % 2 === 0));
    const results = Promise.allSettled(works);
    expect(sharing.share.waiting).toBe(10);
    clients.haveLeft = true;
    sharing.share.dropLeft();
    expect(sharing.share.waiting).toBe(5);
    expect((await results).map(({ status }) => status)).toEqual(
      works.map((_, at) => (at % 2 === 0 ? 'rejected' : 'fulfilled')),
    );
  });
});
