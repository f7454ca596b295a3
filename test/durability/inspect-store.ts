/** Checks the embedded store of a killed gateway. */
import { cp, lstat, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compareRevisions, type JobStore, type Logger, systemClock } from '@gateway/core';
import { createStore } from '@gateway/store';

import { type Reader } from './reader.js';

/** The content of a store. `faults` has one sentence for each fault. */
export interface Inspection {
  readonly jobs: number;
  readonly changes: number;
  readonly faults: readonly string[];
}

/**
 * Compares a copy of the store with what the gateway showed a reader. Checks that every job shown is stored in the version
 * shown or a later one, and that revisions only increase. With `whole` it reads the whole change log, else the last changes.
 * It opens a copy so that the next gateway finds the store as the kill left it.
 */
export async function inspectStore(path: string, reader: Reader, whole: boolean): Promise<Inspection> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-inspection-'));
  const faults: string[] = [];
  const store = createStore({
    kind: 'embedded',
    path: join(folder, 'data'),
    clock: systemClock,
    logger: faultLogger(faults),
  });
  try {
    // A killed gateway leaves the socket for backups.
    const filter = async (from: string): Promise<boolean> => !(await lstat(from)).isSocket();
    await cp(path, join(folder, 'data'), { recursive: true, filter });
    await store.open();
    return { ...(await inspect(store, reader, whole, faults)), faults };
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

async function inspect(
  store: JobStore,
  reader: Reader,
  whole: boolean,
  faults: string[],
): Promise<{ readonly jobs: number; readonly changes: number }> {
  const last = await store.revision();
  if (compareRevisions(last, reader.revision) < 0)
    faults.push(`the store is at ${last}, but ${reader.revision} was shown`);
  const stored = new Map<string, string>();
  for await (const page of store.snapshot()) {
    for (const { id, revision, text } of page) {
      stored.set(id, revision);
      const parsed = JSON.stringify(JSON.parse(text));
      const shown = reader.shown.get(id);
      if (shown && compareRevisions(revision, shown.at) <= 0 && parsed !== shown.text)
        faults.push(`${id} was shown as ${shown.text} at ${shown.at}, but is stored as ${parsed} at ${revision}`);
    }
  }
  for (const [id, { at }] of reader.shown) if (!stored.has(id)) faults.push(`${id}, shown at ${at}, is not stored`);
  return { jobs: stored.size, changes: await inspectLog(store, reader.cursor, stored, whole, faults) };
}

/** Checks that the change log has increasing revisions, ends with the stored jobs, and has the watch's last revision. */
async function inspectLog(
  store: JobStore,
  cursor: string,
  stored: ReadonlyMap<string, string>,
  whole: boolean,
  faults: string[],
): Promise<number> {
  const log = await store.recent({ changes: whole ? 1_000_000 : 2_000, characters: 1_000_000_000 });
  const replayed = new Map<string, string>();
  let before = '0-0';
  for (const change of log) {
    if (compareRevisions(change.revision, before) <= 0) faults.push(`the log has ${change.revision} after ${before}`);
    if (change.type === 'put') JSON.parse(change.text);
    replayed.set(change.id, change.revision);
    before = change.revision;
  }
  for (const [id, revision] of replayed)
    if (stored.get(id) !== revision) faults.push(`${id} is at ${revision} in the log, but stored at ${stored.get(id)}`);
  if (whole && replayed.size !== stored.size) faults.push(`the log has ${replayed.size} of ${stored.size} jobs`);
  const first = log[0]?.revision;
  const reachesCursor = cursor !== '' && first !== undefined && compareRevisions(cursor, first) >= 0;
  if (reachesCursor && !log.some(({ revision }) => revision === cursor)) faults.push(`the log does not have ${cursor}`);
  return log.length;
}

function faultLogger(faults: string[]): Logger {
  const addFault = (fields: object, message: string): void => void faults.push(`${message}: ${JSON.stringify(fields)}`);
  return { debug: () => undefined, info: () => undefined, warn: addFault, error: addFault };
}
