/**
 * The model test in short: random programs of jobs, faults, outages, restarts and losses against the simulator as
 * oracle. `npm run test:model` runs a thousand; `npm run test:model -- --seed N` one, with its program.
 */
import { runSeed } from './run-seed.js';
import { RedisGround } from './store-home.js';

const SEEDS = 20;
/** Not the first ones of the long run. */
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
      if (complaints.length > 0) failures.push(`npm run test:model -- --seed ${seed}`, ...complaints.slice(0, 5));
    }
    expect(failures).toEqual([]);
    expect(outcomes).toBeGreaterThan(SEEDS);
  }, 120_000);
});
