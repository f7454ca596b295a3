import { nextTurn } from '@gateway/core';

import { BlockedFiles } from './blocked-files.js';

describe('a blocked file', () => {
  it.each([
    ['succeeds', () => Promise.resolve()],
    ['fails', () => Promise.reject(new Error('gone'))],
  ])('is blocked until the call to it %s', async (_how, end) => {
    const blocked = new BlockedFiles();
    let finish: () => void = () => undefined;
    const call = new Promise<void>((resolve) => (finish = resolve)).then(end);
    blocked.begin(call);
    blocked.add('/a', call);
    let haveAllEnded = false;
    const ended = blocked.allEnded().then(() => (haveAllEnded = true));
    expect([blocked.has('/a'), blocked.has('/b'), blocked.paths]).toEqual([true, false, ['/a']]);
    await nextTurn();
    expect(haveAllEnded).toBe(false);
    finish();
    await call.catch(() => undefined);
    expect(blocked.paths).toEqual([]);
    await ended;
  });
});
