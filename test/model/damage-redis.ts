import { type Redis } from 'ioredis';

import { type Command } from './commands.js';
import { chosen, foreignEntry, foreignRecord } from './damage.js';

/** A command that damages Redis. */
export type RedisDamageCommand = Extract<Command, { readonly do: 'damage-redis' }>;

const FOREIGN_ID = 'nowhere~x';

/**
 * Damages the data of a namespace. `present` are the jobs whose records may be overwritten. Returns true if the change log
 * was among the damage.
 */
export async function damageRedis(
  redis: Redis,
  namespace: string,
  { damage, pick, content }: RedisDamageCommand,
  present: readonly string[],
): Promise<boolean> {
  const [jobs, log] = [`{${namespace}}:jobs`, `{${namespace}}:log`];
  const id = chosen((await redis.hkeys(jobs)).sort(), pick);
  const overwritten = chosen(present, pick);
  const key = chosen((await redis.keys(`{${namespace}}:*`)).sort(), pick) ?? jobs;
  switch (damage) {
    case 'lose-all-records':
      await redis.del(jobs);
      return false;
    case 'lose-record':
      if (id !== undefined) await redis.hdel(jobs, id);
      return false;
    case 'overwrite-record':
      if (overwritten !== undefined) await redis.hset(jobs, overwritten, foreignRecord(content));
      return false;
    case 'foreign-record':
      await redis.hset(jobs, FOREIGN_ID, foreignRecord(content));
      return false;
    case 'foreign-entry':
      await redis.xadd(log, '*', ...foreignEntry(content, id ?? FOREIGN_ID));
      return false;
    case 'evict-key':
      await redis.del(key);
      return key === log;
    case 'replace-key':
      await redis.set(key, foreignRecord(content));
      return key === log;
    default:
      return damage satisfies never;
  }
}

/** The texts of all records of a namespace, by id; none if the key is not a hash. */
export async function textsInRedis(redis: Redis, namespace: string): Promise<ReadonlyMap<string, string>> {
  const key = `{${namespace}}:jobs`;
  const records = (await redis.type(key)) === 'hash' ? await redis.hgetall(key) : {};
  return new Map(Object.entries(records).map(([id, record]) => [id, record.slice(record.indexOf('\n') + 1)]));
}
