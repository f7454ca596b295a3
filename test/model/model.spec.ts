/**
 * The short model test: random programs of jobs, faults, outages, restarts and data loss, checked against the jobs
 * of the simulator. `npm run test:long model` runs 100 of them; `npm run test:long model -- --seed N` runs one and prints it.
 */
import { runSeed } from './run-seed.js';
import { ModelRedis } from './store-fixture.js';

const SEEDS = 2;
/** Both seeds run on the embedded store: the round trips to Redis take minutes on a busy machine. */
const FIRST = 5_001;

describe('after random faults of backends, gateways and stores', () => {
  let redis: ModelRedis;

  beforeAll(async () => {
    redis = await ModelRedis.start();
  });

  afterAll(() => redis.stop());

  it('every outcome is recorded or declared missed, and the records equal the backends after two cycles without faults', async () => {
    const failures: string[] = [];
    let outcomes = 0;
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const { violations, counts } = await runSeed(seed, redis);
      outcomes += counts.outcomes;
      if (violations.length > 0) failures.push(`npm run test:long model -- --seed ${seed}`, ...violations.slice(0, 5));
    }
    expect(failures).toEqual([]);
    expect(outcomes).toBeGreaterThan(SEEDS);
  });
});
