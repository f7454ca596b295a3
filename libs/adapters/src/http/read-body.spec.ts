import { createHash } from 'node:crypto';

import { nextTurn } from '@gateway/core';

import { hashOf } from './read-body.js';

/** Hashes a body, and counts the turns of the event loop that other work gets meanwhile. */
async function hashed(body: readonly Buffer[]): Promise<{ readonly hash: string; readonly turns: number }> {
  let turns = 0;
  let isOver = false;
  const otherWork = async (): Promise<void> => {
    for (; !isOver; turns += 1) await nextTurn();
  };
  const running = otherWork();
  const hash = await hashOf(body);
  isOver = true;
  await running;
  return { hash, turns };
}

describe('the hash of a body', () => {
  const bytes = Buffer.alloc(5 * 1024 * 1024, 'x');

  it.each([
    ['in one piece', [bytes]],
    ['in pieces of 64 kB', Array.from({ length: 80 }, (_, at) => bytes.subarray(at * 65_536, (at + 1) * 65_536))],
  ])('of 5 MiB %s leaves turns of the event loop to other work', async (_what, body) => {
    const { hash, turns } = await hashed(body);
    expect(hash).toBe(createHash('sha256').update(bytes).digest('base64'));
    expect(turns).toBeGreaterThanOrEqual(4); // one after each MiB
  });
});
