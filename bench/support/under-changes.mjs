import { performance } from 'node:perf_hooks';

import { until } from './client.mjs';

/**
 * Runs `measure` while the clusters change `rate` jobs per second, and afterwards waits until the gateway shows all jobs.
 * Resolves with the result and the changes per second that really happened.
 */
export async function underChanges({ backend, gateway }, rate, measure) {
  await backend.control('reset');
  await backend.control('rate', { perSecond: rate });
  const began = performance.now();
  const result = await measure();
  const { changes } = await backend.control('stats');
  const changesPerSecond = changes / ((performance.now() - began) / 1_000);
  await backend.control('rate', { perSecond: 0 });
  const { jobs } = await backend.control('stats');
  await until(`${jobs} jobs are shown`, async () => (await gateway.total()) === jobs, { timeoutMs: 120_000 });
  return { result, changesPerSecond };
}
