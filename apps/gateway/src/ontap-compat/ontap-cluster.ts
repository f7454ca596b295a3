import { randomUUID } from 'node:crypto';

import { isUuid, JobStore } from '@gateway/core';
import { Injectable } from '@nestjs/common';

/** Path of the cluster in ONTAP's API. */
export const ONTAP_CLUSTER_PATH = '/api/cluster';

/** The release of ONTAP whose API `/api/cluster/jobs` follows. */
const RELEASE = { generation: 9, major: 11, minor: 1 } as const;
const RELEASE_TEXT = `${RELEASE.generation}.${RELEASE.major}.${RELEASE.minor}`;
/** The key of the UUID in the store's metadata. */
const IDENTITY = 'identity';

/** The gateway as ONTAP describes a cluster (`GET /cluster` of ONTAP 9.11). */
export interface OntapCluster {
  readonly name: string;
  /** The UUID of the stored data: the same for every replica and after every restart. */
  readonly uuid: string;
  readonly version: {
    readonly full: string;
    readonly generation: number;
    readonly major: number;
    readonly minor: number;
  };
  readonly _links: { readonly self: { readonly href: string } };
}

/** What clients that were written for ONTAP request first, to find out its release. */
@Injectable()
export class OntapClusterReader {
  #cluster: OntapCluster | undefined;

  constructor(private readonly store: JobStore) {}

  /** The same object at every call. Throws `StoreUnavailableError` until the UUID could be read once. */
  async read(): Promise<OntapCluster> {
    this.#cluster ??= {
      name: 'job-gateway',
      uuid: await this.#identity(),
      version: { full: `NetApp Release ${RELEASE_TEXT}: job gateway`, ...RELEASE },
      _links: { self: { href: ONTAP_CLUSTER_PATH } },
    };
    return this.#cluster;
  }

  /** The UUID of the store. Creates it if there is none; another replica can be first. */
  async #identity(): Promise<string> {
    for (;;) {
      const stored = await this.store.metadata(IDENTITY);
      if (stored !== undefined && isUuid(stored)) return stored;
      const created = randomUUID();
      if (await this.store.replaceMetadata(IDENTITY, stored, created)) return created;
    }
  }
}
