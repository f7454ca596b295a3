/** A sample of `npm run test:long fuzz`. */
import { checkRequests } from './request-property.js';

it('requests that are almost right are answered or rejected with a problem, and the gateway goes on', async () => {
  const tally = await checkRequests({ runs: 500 });
  expect(Math.min(tally['2'] ?? 0, tally['4'] ?? 0)).toBeGreaterThan(5);
});
