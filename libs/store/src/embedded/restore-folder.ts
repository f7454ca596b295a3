import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import {
  compareRevisions,
  FIRST_REVISION,
  nextRevision,
  type Revision,
  type StoreEntry,
  StoreUnavailableError,
  syncFolder,
} from '@gateway/core';
import { ClassicLevel } from 'classic-level';

import { formatRecord } from '../record.js';
import { withChecksum } from './checksum.js';
import { recordOf, type StoredRecord } from './commit.js';
import { RESTORE_MARK } from './folder-check.js';
import { writeFolderFormat } from './folder-format.js';
import { JOB_KEYS, type KeyRange, logKey, OLDEST_REVISION_KEY, suffixOf, WRITTEN_COUNT_KEY } from './keys.js';
import { FOLDER_MODE, LEVEL_OPTIONS } from './level-database.js';
import { reasonOf } from './level-errors.js';
import { formatLogEntry } from './log-entry.js';

/** The content of one store, to be written into an empty directory. */
export interface RestoredStore {
  readonly path: string;
  /** The latest revision of the content. */
  readonly revision: Revision;
  readonly portions: AsyncIterable<readonly StoreEntry[]>;
  /** The text to write for a record. @default the text of the content */
  readonly textOf?: (id: string, text: string) => string;
}

/**
 * Creates stores in directories that are missing or empty, the second one inside the first one. Until all of it is durable, the
 * first directory cannot be opened.
 *
 * The change log begins with the removal of no job at `now` (ms): its revision is later than all that the gateway has served
 * before, so that a client which continues from one of these gets status 410 and lists again. Throws
 * `StoreUnavailableError`, also if the first directory is not empty, and the error of `portions`.
 */
export async function restoreFolders(stores: AsyncIterable<RestoredStore>, now: number): Promise<void> {
  let mark: string | undefined;
  for await (const store of stores) {
    const unavailable = throwUnavailable(store.path);
    await mkdir(store.path, { recursive: true, mode: FOLDER_MODE }).catch(unavailable);
    if (mark === undefined) {
      const [found] = await readdir(store.path).catch(unavailable);
      if (found !== undefined)
        unavailable(new Error(`it is not empty, it contains ${JSON.stringify(found)}; move it away first`));
      mark = join(store.path, RESTORE_MARK);
      await writeFile(mark, '').catch(unavailable);
      await syncFolder(store.path);
    }
    await writeStore(store, now);
  }
  if (mark === undefined) return;
  await rm(mark);
  await syncFolder(dirname(mark));
}

async function writeStore({ path, portions, revision, textOf }: RestoredStore, now: number): Promise<void> {
  const unavailable = throwUnavailable(path);
  const level = new ClassicLevel(path, LEVEL_OPTIONS);
  await level.open({ errorIfExists: true }).catch(unavailable);
  try {
    let last = revision;
    for await (const entries of portions) {
      const batch = level.batch();
      for (const [key, value] of entries) {
        const record = isWithin(JOB_KEYS, key) ? recordOf(suffixOf(key), Buffer.from(value)) : undefined;
        if (record && compareRevisions(record.head.revision, last) > 0) last = record.head.revision;
        batch.put(key, record && textOf ? replaced(key, record, textOf) : value);
      }
      await batch.write({ sync: true }).catch(unavailable);
    }
    await beginLog(level, last, now).catch(unavailable);
  } finally {
    await level.close();
  }
  await writeFolderFormat(path).catch(unavailable);
}

/** Writes the first entry of the log, which does not reach back to the changes that wrote the records. */
async function beginLog(level: ClassicLevel, last: Revision, now: number): Promise<void> {
  const key = logKey(nextRevision(last, now));
  const batch = level.batch().put(key, withChecksum(key, formatLogEntry('remove', '')));
  if (last !== FIRST_REVISION) batch.put(OLDEST_REVISION_KEY, last);
  await batch.put(WRITTEN_COUNT_KEY, '1').write({ sync: true });
}

function replaced(key: string, { head, text }: StoredRecord, textOf: (id: string, text: string) => string): string {
  return withChecksum(key, formatRecord(head, textOf(suffixOf(key), text.toString())));
}

function isWithin({ gt, lt }: KeyRange, key: string): boolean {
  return key > gt && key < lt;
}

function throwUnavailable(path: string): (error: unknown) => never {
  return (error) => {
    throw new StoreUnavailableError(`the store directory ${path} cannot be written: ${reasonOf(error)}`);
  };
}
