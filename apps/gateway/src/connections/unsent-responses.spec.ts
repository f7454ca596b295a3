import { CONNECTION_LIMITS } from './connection-limits.js';
import { overdueResponses, type UnsentResponse } from './unsent-responses.js';

const LIMITS = { ...CONNECTION_LIMITS, responseMs: 30_000, responseBytesPerSecond: 10_000, unsentBytes: 1_000_000 };
const NOW = 1_000_000;

const answer = (bytes: number, age: number, isComplete = true): UnsentResponse => ({
  cut: () => undefined,
  bytes,
  written: bytes,
  since: NOW - age,
  isComplete,
});

describe('an answer that its client does not take', () => {
  it.each([
    [0, 29_999, false],
    [0, 30_000, true],
    [100_000, 39_999, false],
    [100_000, 40_000, true],
    [900_000, 119_999, false],
    [900_000, 120_000, true],
  ])('of %i bytes is given up after %i ms: %j', (bytes, age, isSlow) => {
    for (const isComplete of [true, false]) {
      const { excess, slow } = overdueResponses([answer(bytes, age, isComplete)], LIMITS, NOW);
      expect([slow.length === 1, excess]).toEqual([isSlow, []]);
    }
  });

  it('is given up if all of them need too much memory, the oldest first', () => {
    const unsent = [400, 100, 300, 200].map((age) => answer(400_000, age));
    const { excess, slow } = overdueResponses(unsent, LIMITS, NOW);
    expect([excess.map(({ since }) => NOW - since), slow]).toEqual([[400, 300], []]);
  });

  it('is kept, even if the memory does not suffice, when it is new or the next part of a stream', () => {
    const unsent = [answer(900_000, 0), answer(900_000, 0), answer(900_000, 500, false)];
    expect(overdueResponses(unsent, LIMITS, NOW).excess).toEqual([]);
  });

  it('counts for the memory no more once it is given up for being slow', () => {
    const { excess, slow } = overdueResponses([answer(900_000, 200_000), answer(900_000, 100)], LIMITS, NOW);
    expect([slow.length, excess]).toEqual([1, []]);
  });
});
