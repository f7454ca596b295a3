/** The Redis keys of one namespace. All have the hash tag `{namespace}`, so that one script can use several of them. */
export interface RedisKeys {
  /** Hash: job id → record. */
  readonly jobs: string;
  /** Stream: the change log; the ids of its entries are the revisions. */
  readonly log: string;
  /** Hash: source → its highest fencing number. */
  readonly fencing: string;
  /** Hash: source → its checkpoint as JSON. The name of the key is that of existing data. */
  readonly checkpoints: string;
  /** Sorted set: replica → the time until which it is live, in ms since the epoch. */
  readonly replicas: string;
  /** Hash: the key of metadata → its text. */
  readonly metadata: string;
  /** String: the format of the data. */
  readonly format: string;
  /** String that expires with the source's lease: `<fencing> <holder>`. */
  lease(source: string): string;
}

/** The types of the keys that always have the same name, in the order in which `INSPECT` expects them. */
export const KEY_TYPES = {
  jobs: 'hash',
  log: 'stream',
  fencing: 'hash',
  checkpoints: 'hash',
  replicas: 'zset',
  metadata: 'hash',
  format: 'string',
} as const;

/** Where `INSPECT` moves a key that another program has replaced; a key that was moved there before is deleted. */
export function movedKey(key: string): string {
  return `${key}:moved`;
}

/** The keys of a namespace; with `part`, those of another store in it. */
export function redisKeys(namespace: string, part?: string): RedisKeys {
  const prefix = part === undefined ? `{${namespace}}:` : `{${namespace}}:${part}:`;
  return {
    jobs: `${prefix}jobs`,
    log: `${prefix}log`,
    fencing: `${prefix}fencing`,
    checkpoints: `${prefix}memory`,
    replicas: `${prefix}replicas`,
    metadata: `${prefix}metadata`,
    format: `${prefix}format`,
    lease: (source) => `${prefix}lease:${source}`,
  };
}
