import { Ticker } from './ticker';

describe('the ticker', () => {
  let now = 0;
  let ticker: Ticker;
  let end: (() => void)[] = [];
  const seconds = (count: number): void => {
    for (let i = 0; i < count; i++) {
      now += 1_000;
      ticker.tick();
    }
  };

  beforeEach(() => {
    now = 0;
    end = [];
    ticker = new Ticker(() => now);
  });
  afterEach(() => end.forEach((each) => each()));

  it('renews a text every second while it is fast, and each minute afterwards', () => {
    const seen: number[] = [];
    end.push(
      ticker.add((time) => {
        seen.push(time);
        return time < 3_000;
      }),
    );
    seconds(60);
    expect(seen).toEqual([0, 1_000, 2_000, 3_000, 60_000]);
  });

  it('leaves out a text that was removed', () => {
    let calls = 0;
    const remove = ticker.add(() => {
      calls++;
      return true;
    });
    remove();
    seconds(3);
    expect(calls).toBe(1);
  });
});
