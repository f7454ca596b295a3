import { type HasLeft, neverLeaves, SharedResult } from './clients.js';

describe('a shared result', () => {
  it('is that of work which runs once', async () => {
    let runs = 0;
    const shared = new SharedResult(async () => (runs += 1), neverLeaves);
    expect(await Promise.all([shared.get(), shared.join(neverLeaves), shared.join(neverLeaves)])).toEqual([1, 1, 1]);
  });

  it('has lost its clients only when all of them have left', () => {
    let allLeft: HasLeft = neverLeaves;
    const left = [false, false];
    const shared = new SharedResult(
      (hasLeft) => {
        allLeft = hasLeft;
        return new Promise(() => undefined);
      },
      () => left[0] === true,
    );
    void shared.join(() => left[1] === true);
    expect(allLeft()).toBe(false);
    left[0] = true;
    expect(allLeft()).toBe(false);
    left[1] = true;
    expect(allLeft()).toBe(true);
  });

  it('cannot be joined after its work was ended because all clients have left', async () => {
    let allLeft: HasLeft = neverLeaves;
    let hasLeft = false;
    const shared = new SharedResult(
      async (left) => (allLeft = left),
      () => hasLeft,
    );
    hasLeft = true;
    expect(allLeft()).toBe(true);
    expect(shared.join(neverLeaves)).toBeUndefined();
    expect(allLeft()).toBe(true);
  });

  it('rejects for all clients if the work fails', async () => {
    const shared = new SharedResult(async () => Promise.reject(new TypeError('broken')), neverLeaves);
    await expect(shared.get()).rejects.toThrow(TypeError);
    await expect(shared.join(neverLeaves)).rejects.toThrow(TypeError);
  });

  it('forgets its clients once there is a result', async () => {
    let asked = 0;
    let allLeft: HasLeft = neverLeaves;
    const client = (): boolean => (asked += 1) > 0;
    const shared = new SharedResult(async (hasLeft) => (allLeft = hasLeft), client);
    await shared.get();
    expect([allLeft(), asked]).toEqual([false, 0]);
  });
});
