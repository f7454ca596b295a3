import { checkAdapter } from './adapter-property.js';

it('10,000 responses of the service-engine that are almost right give valid jobs, or errors of the backend', async () => {
  const { bodies, errors, jobs } = await checkAdapter('service-engine', { runs: 9_800 });
  expect(bodies).toBeGreaterThanOrEqual(10_000);
  expect(Math.min(errors, jobs)).toBeGreaterThan(1_000);
});
