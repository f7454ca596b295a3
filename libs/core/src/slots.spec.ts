import { Slots } from './slots.js';

describe('slots', () => {
  it('run a limited number of works at once, the others in order', async () => {
    const slots = new Slots(2);
    const started: number[] = [];
    const ends: (() => void)[] = [];
    const works = [0, 1, 2, 3].map((work) =>
      slots.run(async () => {
        started.push(work);
        await new Promise<void>((resolve) => (ends[work] = resolve));
      }),
    );
    expect(started).toEqual([0, 1]);
    ends[1]?.();
    await works[1];
    expect(started).toEqual([0, 1, 2]);
    ends[0]?.();
    await works[0];
    expect(started).toEqual([0, 1, 2, 3]);
    ends[2]?.();
    ends[3]?.();
    await Promise.all(works);
  });

  it('are free again after work that failed', async () => {
    const slots = new Slots(1);
    await expect(slots.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await slots.run(async () => 'done')).toBe('done');
  });
});
