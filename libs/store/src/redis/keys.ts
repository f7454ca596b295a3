/** Names of the Redis keys of one gateway. All bear the hash tag `{namespace}`, so that scripts may touch them together. */
export interface RedisKeys {
  /** Hash: job id → record. */
  readonly jobs: string;
  /** Stream of the changes; the ids of its entries are the revisions. */
  readonly log: string;
  /** Hash: source → the highest fencing number given out. */
  readonly fencing: string;
  /** Hash: source → its memory as JSON. */
  readonly checkpoints: string;
  /** Sorted set: replica → until when it counts as live, in ms. */
  readonly replicas: string;
  /** String that expires with the lease of a source: `<fencing> <holder>`. */
  lease(source: string): string;
}

/** The keys of a namespace. */
export function redisKeys(namespace: string): RedisKeys {
  const prefix = `{${namespace}}:`;
  return {
    jobs: `${prefix}jobs`,
    log: `${prefix}log`,
    fencing: `${prefix}fencing`,
    checkpoints: `${prefix}memory`,
    replicas: `${prefix}replicas`,
    lease: (source) => `${prefix}lease:${source}`,
  };
}
