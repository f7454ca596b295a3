/** Looks into the embedded store that a killed gateway left behind. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compareRevisions, type JobStore, type Logger, systemClock } from '@gateway/core';
import { createStore } from '@gateway/store';

import { type Reader } from './reader.js';

/** What a look into a store came to. */
export interface Inspection {
  readonly jobs: number;
  readonly changes: number;
  readonly faults: readonly string[];
}

/**
 * Opens a copy of the folder, so that the next gateway meets it as the kill left it, and compares it with what a reader
 * was shown: every job is there, as it was shown or as a later change has made it, and no revision went back. With
 * `whole` all of the log is read, else its last changes.
 */
export async function inspectStore(path: string, reader: Reader, whole: boolean): Promise<Inspection> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-inspection-'));
  const faults: string[] = [];
  const store = createStore({
    kind: 'embedded',
    path: join(folder, 'data'),
    clock: systemClock,
    logger: tellingOf(faults),
  });
  try {
    await cp(path, join(folder, 'data'), { recursive: true });
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
    faults.push(`the store is at ${last}, and ${reader.revision} was shown`);
  const held = new Map<string, string>();
  for await (const page of store.snapshot()) {
    for (const { id, revision, text } of page) {
      held.set(id, revision);
      const parsed = JSON.stringify(JSON.parse(text));
      const shown = reader.shown.get(id);
      if (shown && compareRevisions(revision, shown.at) <= 0 && parsed !== shown.text)
        faults.push(`${id} was shown as ${shown.text} at ${shown.at}, and is ${parsed} of ${revision}`);
    }
  }
  for (const [id, { at }] of reader.shown) if (!held.has(id)) faults.push(`${id}, shown at ${at}, is lost`);
  return { jobs: held.size, changes: await inspectLog(store, reader.cursor, held, whole, faults) };
}

/** The log ends where the jobs are, rises, can be read, and holds the place where the watch stopped. */
async function inspectLog(
  store: JobStore,
  cursor: string,
  held: ReadonlyMap<string, string>,
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
    if (held.get(id) !== revision) faults.push(`${id} is at ${revision} in the log, and at ${held.get(id)} itself`);
  if (whole && replayed.size !== held.size) faults.push(`the log knows ${replayed.size} jobs of ${held.size}`);
  const first = log[0]?.revision;
  const reachesCursor = cursor !== '' && first !== undefined && compareRevisions(cursor, first) >= 0;
  if (reachesCursor && !log.some(({ revision }) => revision === cursor)) faults.push(`the log does not hold ${cursor}`);
  return log.length;
}

function tellingOf(faults: string[]): Logger {
  const tell = (fields: object, message: string): void => void faults.push(`${message}: ${JSON.stringify(fields)}`);
  return { debug: () => undefined, info: () => undefined, warn: tell, error: tell };
}
