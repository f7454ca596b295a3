/** A sample of `npm run test:long fuzz`. */
import { checkAdapter } from './adapter-property.js';

it.each(['ontap', 'service-engine', 'unified-manager'] as const)(
  'responses of a %s that are almost right give jobs with the states that they carry, or errors of the backend',
  async (kind) => {
    const { bodies, errors, jobs } = await checkAdapter(kind, { runs: 200 });
    expect(bodies).toBeGreaterThan(150);
    expect(Math.min(errors, jobs)).toBeGreaterThan(20);
  },
);
