/** The location of the data of a gateway under test. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Config, Secret } from '@gateway/core';

/** The two kinds of store a gateway can run on. */
export const STORE_KINDS = ['embedded', 'redis'] as const;

/** The data location of a store. It outlives the gateways of a test; the test calls `remove` at the end. */
export interface Home {
  readonly store: Config['store'];
  remove(): Promise<void>;
}

/** A home in its own folder. */
export interface FolderHome extends Home {
  readonly path: string;
}

/** Creates a home for an embedded store. */
export async function makeFolder(): Promise<FolderHome> {
  const path = await mkdtemp(join(tmpdir(), 'gateway-'));
  return { path, store: { kind: 'embedded', path }, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Creates a home for a store of this kind. In Redis it is a new namespace. */
export async function makeHome(kind: (typeof STORE_KINDS)[number]): Promise<Home> {
  if (kind === 'embedded') return makeFolder();
  const url = new Secret(process.env.TEST_REDIS_URL as string);
  return { store: { kind, url, namespace: `test-${randomUUID()}` }, remove: async () => undefined };
}
