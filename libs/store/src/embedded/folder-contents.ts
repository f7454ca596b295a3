import { FIRST_REVISION, type Revision, type StoreContents, type StoreEntry } from '@gateway/core';
import { type Snapshot } from 'classic-level';

import { CONTENT_KEYS, LOG_KEYS, revisionOfKey } from './keys.js';
import { type LevelDatabase } from './level-database.js';

/** The size of a portion, which costs the event loop about a millisecond. */
const PORTION_BYTES = 100_000;

/** The content of a directory when the object is created. */
export class FolderContents implements StoreContents {
  readonly #database: LevelDatabase;
  readonly #snapshot: Snapshot;

  /** Throws `StoreUnavailableError`. */
  constructor(database: LevelDatabase) {
    this.#database = database;
    this.#snapshot = database.snapshot();
  }

  async revision(): Promise<Revision> {
    for await (const page of this.#database.pages({ ...LOG_KEYS, reverse: true, snapshot: this.#snapshot })) {
      const last = page.map(([key]) => revisionOfKey(key)).find(Boolean);
      if (last !== undefined) return last;
    }
    return FIRST_REVISION;
  }

  async *portions(): AsyncGenerator<readonly StoreEntry[], void, undefined> {
    const options = { snapshot: this.#snapshot, pageBytes: PORTION_BYTES };
    for (const range of CONTENT_KEYS) yield* this.#database.pages({ ...range, ...options });
  }

  async close(): Promise<void> {
    await this.#snapshot.close();
  }
}
