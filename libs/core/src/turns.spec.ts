import { nextTurn } from './turns.js';

const STEP_MS = 3;

/** Works without a pause. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('nextTurn', () => {
  it('continues work in the order in which it began to wait', async () => {
    const continued: string[] = [];
    const steps = async (name: string): Promise<void> => {
      for (let step = 1; step <= 3; step += 1) {
        await nextTurn();
        continued.push(`${name}${step}`);
      }
    };
    await Promise.all([steps('a'), steps('b')]);
    expect(continued).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
  });

  it('lets the event loop turn after some milliseconds of work, however much waits', async () => {
    let stepsInTurn = 0;
    let most = 0;
    let isDone = false;
    const steps = async (): Promise<void> => {
      for (let step = 0; step < 5; step += 1) {
        await nextTurn();
        work(STEP_MS);
        stepsInTurn += 1;
      }
    };
    const done = Promise.all(Array.from({ length: 10 }, steps)).then(() => (isDone = true));
    while (!isDone) {
      stepsInTurn = 0;
      await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, stepsInTurn);
    }
    await done;
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('works again after nothing has waited', async () => {
    await nextTurn();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(nextTurn()).resolves.toBeUndefined();
  });
});
