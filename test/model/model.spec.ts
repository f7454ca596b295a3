/**
 * The model test in short: random programs of jobs, faults, outages, restarts and losses against the simulator as
 * oracle. `npm run test:long model` runs 170 of them; `npm run test:long model -- --seed N` runs one and prints it.
 */
import { runSeed } from './run-seed.js';
import { RedisGround } from './store-home.js';

const SEEDS = 2;
/** Two with the embedded store: the round trips to a Redis take minutes on a busy machine. */
const FIRST = 5_001;

describe('whatever happens to backends, gateways and stores', () => {
  let ground: RedisGround;

  beforeAll(async () => {
    ground = await RedisGround.start();
  });

  afterAll(() => ground.stop());

  it('every outcome is recorded or declared, and the copy equals the backends after two quiet cycles', async () => {
    const failures: string[] = [];
    let outcomes = 0;
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const { complaints, tally } = await runSeed(seed, ground);
      outcomes += tally.outcomes;
      if (complaints.length > 0) failures.push(`npm run test:long model -- --seed ${seed}`, ...complaints.slice(0, 5));
    }
    expect(failures).toEqual([]);
    expect(outcomes).toBeGreaterThan(SEEDS);
  });
});
