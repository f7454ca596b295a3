/** The random order of damage in a sequence of commands. */
import { type Random } from '../../apps/simulator/src/random.js';
import { type Command } from './commands.js';
import { FOLDER_DAMAGE, REDIS_DAMAGE } from './damage.js';

const MOST_DAMAGES = 3;
const MAX_DOWN_MS = 12_000;

/** The program with some damage at random places. The order of its own commands is the same as without. */
export function withDamage(program: readonly Command[], random: Random, redis: boolean): Command[] {
  const damaged = [...program];
  for (let count = random.between(0, MOST_DAMAGES); count > 0; count -= 1)
    damaged.splice(random.between(0, damaged.length), 0, randomDamage(random, redis));
  return damaged;
}

function randomDamage(random: Random, redis: boolean): Command {
  const [pick, content] = [random.next(), random.next()];
  if (redis) return { do: 'damage-redis', damage: random.pick(REDIS_DAMAGE), pick, content };
  const downMs = random.between(0, MAX_DOWN_MS);
  return { do: 'damage-folder', damage: random.pick(FOLDER_DAMAGE), pick, content, downMs };
}
