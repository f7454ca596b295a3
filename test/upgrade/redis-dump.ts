/** The keys of a Redis as lines of JSON, each of them a command that writes a part of them. */
import { Redis } from 'ioredis';

/** The commands that write all keys, one per line. */
export async function dumpRedis(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const commands: string[][] = [];
    for (const key of (await redis.keys('*')).sort()) commands.push(...(await commandsFor(redis, key)));
    return commands.map((command) => `${JSON.stringify(command)}\n`).join('');
  } finally {
    redis.disconnect();
  }
}

/** Runs the commands of a dump in another namespace. */
export async function loadRedis(url: string, dump: string, namespace: string): Promise<void> {
  const redis = new Redis(url);
  try {
    for (const line of dump.trimEnd().split('\n')) {
      const [command = '', key = '', ...args] = JSON.parse(line) as string[];
      await redis.call(command, key.replace(/^\{[^}]*\}/, `{${namespace}}`), ...args);
    }
  } finally {
    redis.disconnect();
  }
}

async function commandsFor(redis: Redis, key: string): Promise<string[][]> {
  const type = await redis.type(key);
  switch (type) {
    case 'hash':
      return Object.entries(await redis.hgetall(key)).map(([field, value]) => ['HSET', key, field, value]);
    case 'stream':
      return (await redis.xrange(key, '-', '+')).map(([id, fields]) => ['XADD', key, id, ...fields]);
    case 'zset': {
      const pairs = (await redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')) as string[];
      return pairs.flatMap((member, at) => (at % 2 === 0 ? [['ZADD', key, pairs[at + 1] ?? '', member]] : []));
    }
    case 'string': {
      const expiry = await redis.pttl(key);
      return [['SET', key, (await redis.get(key)) ?? '', ...(expiry > 0 ? ['PX', `${expiry}`] : [])]];
    }
    default:
      throw new Error(`${key} has the type ${type}`);
  }
}
