import { checkRequests } from './request-property.js';

it('10,000 requests that are almost right are answered or rejected with a problem, and the gateway goes on', async () => {
  const tally = await checkRequests({ runs: 10_000 });
  expect(Math.min(tally['2'] ?? 0, tally['4'] ?? 0)).toBeGreaterThan(100);
});
