import { once } from 'node:events';

import { collectGarbage } from '@gateway/testing/collect-garbage';

import { withTimeLimit } from './with-time-limit.js';

async function untilAborted(signal: AbortSignal): Promise<string> {
  const aborted = once(signal, 'abort');
  await collectGarbage();
  await aborted;
  return 'aborted';
}

it('aborts work when the time is over, also after a garbage collection', async () => {
  const stop = new AbortController();
  expect(await withTimeLimit(500, stop.signal, untilAborted)).toBe('aborted');
  expect(stop.signal.aborted).toBe(false);
});

it('aborts work that is stopped', async () => {
  const stop = new AbortController();
  const work = withTimeLimit(3_600_000, stop.signal, untilAborted);
  await collectGarbage();
  stop.abort();
  expect(await work).toBe('aborted');
  expect(await withTimeLimit(3_600_000, stop.signal, async ({ aborted }) => aborted)).toBe(true);
});
