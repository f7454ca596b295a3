import { batchesOf, type Change, type KnownText, type Revision } from '@gateway/core';
import { type Snapshot } from 'classic-level';

import { checkedText } from './checksum.js';
import { recordOf } from './commit.js';
import { jobKey, revisionOfKey } from './keys.js';
import { type LevelDatabase, type PagesOptions, RECORDS_AT_ONCE } from './level-database.js';
import { type LogEntry, parseLogEntry } from './log-entry.js';

/** A page ends when its texts exceed this. */
const PAGE_CHARACTERS = 500_000;

/** Changes that follow each other in the log, and the revision of the last one. */
export interface LogPage {
  readonly changes: readonly Change[];
  readonly last: Revision;
}

/**
 * Reads a range of the change log in pages of limited size, with the texts that the caller knows or the records have. A
 * change whose record is damaged has no text, and views skip it. Entries whose keys are damaged are left out. Throws
 * `StoreUnavailableError`.
 */
export async function* readLog(
  database: LevelDatabase,
  range: PagesOptions,
  known: KnownText = () => undefined,
): AsyncGenerator<LogPage, void, undefined> {
  const snapshot = database.snapshot();
  try {
    for await (const page of database.pages({ ...range, snapshot })) {
      const entries = page.flatMap(entryOf).map((entry) => withKnownText(entry, known));
      yield* pagesOf(database, entries, snapshot);
    }
  } finally {
    await snapshot.close();
  }
}

async function* pagesOf(
  database: LevelDatabase,
  entries: readonly LogEntry[],
  snapshot: Snapshot,
): AsyncGenerator<LogPage, void, undefined> {
  let changes: Change[] = [];
  let characters = 0;
  for (const portion of batchesOf(entries, RECORDS_AT_ONCE)) {
    for (const change of await changesOf(database, portion, snapshot)) {
      changes.push(change);
      characters += change.type === 'put' ? change.text.length : 0;
    }
    const last = portion.at(-1);
    const isEnd = characters > PAGE_CHARACTERS || last === entries.at(-1);
    if (!last || !isEnd) continue;
    yield { changes, last: last.revision };
    changes = [];
    characters = 0;
  }
}

async function changesOf(database: LevelDatabase, entries: readonly LogEntry[], snapshot: Snapshot): Promise<Change[]> {
  const ids = entries.filter(isWithoutText).map(({ id }) => id);
  const values = ids.length > 0 ? await database.getMany(ids.map(jobKey), snapshot) : [];
  const records = values.map((value, index) => recordOf(ids[index] ?? '', value));
  let at = 0;
  return entries.map((entry): Change => {
    const { id, revision } = entry;
    if (entry.type === 'remove') return { type: 'remove', id, revision };
    if (!isWithoutText(entry)) return { type: 'put', id, revision, text: entry.text ?? '' };
    const record = records[at++];
    const text = record?.head.revision === revision ? record.text.toString() : '';
    return { type: 'put', id, revision, text };
  });
}

function entryOf([key, entry]: [string, string]): LogEntry[] {
  const revision = revisionOfKey(key);
  return revision === undefined ? [] : [parseLogEntry(revision, checkedText(key, entry) ?? '')];
}

function withKnownText(entry: LogEntry, known: KnownText): LogEntry {
  if (!isWithoutText(entry)) return entry;
  const text = known(entry.id, entry.revision);
  return text === undefined ? entry : { ...entry, text };
}

function isWithoutText({ type, text }: LogEntry): boolean {
  return type === 'put' && text === undefined;
}
