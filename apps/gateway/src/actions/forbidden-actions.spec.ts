import { ForbiddenActions } from './forbidden-actions.js';

const by = (name: string) => ({ name, method: 'token', address: '192.0.2.7' }) as const;

describe('actions without the right to them', () => {
  it('are limited to a hundred of each caller, and then to one a minute', () => {
    let now = 0;
    const forbidden = new ForbiddenActions({ now: () => now });
    const taken = (name: string, count: number): number =>
      Array.from({ length: count }, () => forbidden.take(by(name))).filter((problem) => problem === undefined).length;
    expect(taken('ann', 150)).toBe(100);
    expect(forbidden.take(by('ann'))).toMatchObject({ status: 429, extras: { retryAfterSeconds: 60 } });
    expect(taken('bob', 1)).toBe(1);
    now += 60_000;
    expect(taken('ann', 5)).toBe(1);
    now += 10 * 86_400_000;
    expect(taken('ann', 150)).toBe(100);
  });
});
