import { nextTurn } from './turns.js';

/** Counts the turns of the event loop until all work is done. */
async function turnsUntil(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  void work.then(() => (isDone = true));
  while (!isDone) {
    await new Promise((resolve) => setImmediate(resolve));
    turns += 1;
  }
  return turns;
}

describe('nextTurn', () => {
  it('continues one piece of work per turn, in the order in which they began to wait', async () => {
    const continued: string[] = [];
    const work = async (name: string): Promise<void> => {
      for (let step = 1; step <= 3; step += 1) {
        await nextTurn();
        continued.push(`${name}${step}`);
      }
    };
    const turns = await turnsUntil(Promise.all([work('a'), work('b')]));
    expect(continued).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
    expect(turns).toBeGreaterThanOrEqual(6);
  });

  it('works again after nothing has waited', async () => {
    await nextTurn();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(nextTurn()).resolves.toBeUndefined();
  });
});
