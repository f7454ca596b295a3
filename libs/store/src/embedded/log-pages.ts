import { batchesOf, type Change, type KnownText, type Logger, type Revision } from '@gateway/core';
import { type Snapshot } from 'classic-level';

import { recordOf } from './commit.js';
import { jobKey, revisionOfKey } from './keys.js';
import { type LevelDatabase, type PagesOptions, RECORDS_AT_ONCE } from './level-database.js';
import { type LogEntry, parseLogEntry } from './log-entry.js';

/** A page ends when its texts exceed this. */
const PAGE_CHARACTERS = 500_000;

/** Changes that follow each other in the log, and the revision of the last entry read: it may be unreadable. */
export interface LogPage {
  readonly changes: readonly Change[];
  readonly last: Revision;
}

/**
 * Reads a range of the change log in pages of limited size, with the texts that the caller knows or the records have. A
 * change whose text cannot be read is logged and left out. Throws `StoreUnavailableError`.
 */
export async function* readLog(
  database: LevelDatabase,
  range: PagesOptions,
  logger: Logger,
  known: KnownText = () => undefined,
): AsyncGenerator<LogPage, void, undefined> {
  const snapshot = database.snapshot();
  try {
    for await (const page of database.pages({ ...range, snapshot })) {
      const entries = page.map(([key, entry]) => withKnownText(parseLogEntry(revisionOfKey(key), entry), known));
      yield* pagesOf(database, entries, snapshot, logger);
    }
  } finally {
    await snapshot.close();
  }
}

async function* pagesOf(
  database: LevelDatabase,
  entries: readonly LogEntry[],
  snapshot: Snapshot,
  logger: Logger,
): AsyncGenerator<LogPage, void, undefined> {
  let changes: Change[] = [];
  let characters = 0;
  for (const portion of batchesOf(entries, RECORDS_AT_ONCE)) {
    for (const change of await changesOf(database, portion, snapshot, logger)) {
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

async function changesOf(
  database: LevelDatabase,
  entries: readonly LogEntry[],
  snapshot: Snapshot,
  logger: Logger,
): Promise<Change[]> {
  const ids = entries.filter(isWithoutText).map(({ id }) => id);
  const values = ids.length > 0 ? await database.getMany(ids.map(jobKey), snapshot) : [];
  const records = values.map(recordOf);
  let at = 0;
  return entries.flatMap((entry): Change[] => {
    const { id, revision } = entry;
    if (entry.type === 'remove') return [{ type: 'remove', id, revision }];
    if (!isWithoutText(entry)) return [{ type: 'put', id, revision, text: entry.text ?? '' }];
    const record = records[at++];
    if (record?.head.revision === revision) return [{ type: 'put', id, revision, text: record.text.toString() }];
    logger.error({ id, revision }, 'logged change is unreadable and was skipped');
    return [];
  });
}

function withKnownText(entry: LogEntry, known: KnownText): LogEntry {
  if (!isWithoutText(entry)) return entry;
  const text = known(entry.id, entry.revision);
  return text === undefined ? entry : { ...entry, text };
}

function isWithoutText({ type, text }: LogEntry): boolean {
  return type === 'put' && text === undefined;
}
