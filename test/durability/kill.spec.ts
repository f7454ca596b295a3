import { killMoments, runKillRounds } from './kill-rounds.js';

const rounds = Number(process.env.DURABILITY_ROUNDS ?? 3);
const seed = Number(process.env.DURABILITY_SEED ?? 1);
const REPORTED_EVERY = 20;
const ROUND_LIMIT_MS = 20_000;

describe('the gateway, killed repeatedly with SIGKILL', () => {
  it(
    `loses no job it has shown, and its revisions only increase, in ${rounds} rounds of seed ${seed}`,
    async () => {
      const moments = killMoments(seed, rounds);
      const began = Date.now();
      const print = (text: string): void => void (rounds > REPORTED_EVERY && process.stderr.write(`${text}\n`));
      print(`SIGKILL: DURABILITY_ROUNDS=${rounds} DURABILITY_SEED=${seed}`);
      const { faults, ...figures } = await runKillRounds(moments, (round, found) => {
        if (round % REPORTED_EVERY === 0) print(`  ${round} rounds, ${found} faults, ${seconds(began)} s`);
      });
      print(`  ${JSON.stringify({ rounds, faults: faults.length, seconds: seconds(began), ...figures })}`);
      expect(faults).toEqual([]);
      expect(figures.shown).toBeGreaterThan(0);
      expect(figures.events).toBeGreaterThan(0);
      expect(figures.killedStarting).toBeLessThan(rounds);
    },
    rounds * ROUND_LIMIT_MS,
  );
});

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}
