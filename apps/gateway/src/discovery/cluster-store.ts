import { type JobStore, type Logger, StoreUnavailableError } from '@gateway/core';

import { formatClusters, type KnownClusters, parseClusters } from './known-clusters.js';

const KEY = 'discovered-clusters';
const WRITE_ATTEMPTS = 5;

/** The known clusters in the store's metadata, which all replicas share. */
export class ClusterStore {
  /** The last text that was not valid, so that it is logged once. */
  #invalid: string | undefined;

  constructor(
    private readonly store: Pick<JobStore, 'metadata' | 'replaceMetadata'>,
    private readonly logger: Logger,
  ) {}

  /** Resolves with `undefined` if the store has none, or damaged ones. Throws `StoreUnavailableError`. */
  async read(): Promise<KnownClusters | undefined> {
    return this.#parsed(await this.store.metadata(KEY));
  }

  /**
   * Replaces what is stored by a change of it. `change` is called again if another replica was first. Resolves
   * with what is stored. Throws `StoreUnavailableError`.
   */
  async change(change: (before: KnownClusters | undefined) => KnownClusters): Promise<KnownClusters> {
    for (let attempt = 0; attempt < WRITE_ATTEMPTS; attempt += 1) {
      const text = await this.store.metadata(KEY);
      const next = change(this.#parsed(text));
      const nextText = formatClusters(next);
      if (nextText === text || (await this.store.replaceMetadata(KEY, text, nextText))) return next;
    }
    throw new StoreUnavailableError('the known clusters change faster than they can be stored');
  }

  #parsed(text: string | undefined): KnownClusters | undefined {
    if (text === undefined) return undefined;
    const known = parseClusters(text);
    if (!known && this.#invalid !== text) {
      this.#invalid = text;
      this.logger.error({ key: KEY }, 'known clusters in the store are damaged; those in memory are used');
    }
    return known;
  }
}
