import { once } from 'node:events';

import { type Change, isRevision, LogCompactedError, type Logger, type Revision } from '@gateway/core';

import { pause } from '../pause.js';
import { attemptConnection, type Connection, dropConnection, reasonOf } from './connection.js';

const PAGE_ENTRIES = 500;
const RETRY_MS = 100;

/** How long a read waits for new changes. */
export const READ_WAIT_MS = 5_000;

/** The change log to follow, and the connection to read it with. */
export interface LogAccess {
  /** Used by this follower only; not open yet. */
  readonly connection: Connection;
  /** Key of the stream. */
  readonly log: string;
  readonly logger: Logger;
}

/**
 * As `JobStore.follow`. Opens the connection, and closes it at the end. If Redis does not respond, waits and then
 * continues after the last change that was read.
 */
export async function followLog(
  access: LogAccess,
  after: Revision,
  onChanges: (changes: readonly Change[]) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const stopped = new AbortController();
  const stop = (): void => {
    dropConnection(access.connection);
    stopped.abort();
  };
  signal.addEventListener('abort', stop);
  try {
    await readUntilStopped(access, after, onChanges, stopped.signal);
  } finally {
    signal.removeEventListener('abort', stop);
    if (!signal.aborted) stop();
  }
}

async function readUntilStopped(
  access: LogAccess,
  after: Revision,
  onChanges: (changes: readonly Change[]) => void | Promise<void>,
  stopped: AbortSignal,
): Promise<void> {
  const { connection, logger } = access;
  const logFailure = (reason: string): 'failure-logged' => {
    logger.warn({ reason }, 'change log cannot be read');
    return 'failure-logged';
  };
  let at = after;
  let state: 'new' | 'reading' | 'connection-lost' | 'failure-logged' = 'new';
  // The connection keeps trying. It logs its loss, but not that it could not be opened at all.
  const failure = await Promise.race([
    attemptConnection(connection).catch((error: Error) => error),
    once(stopped, 'abort'),
  ]);
  if (failure instanceof Error && !stopped.aborted) state = logFailure(reasonOf(failure));
  while (!stopped.aborted) {
    // A read waits for changes only after a successful read. The first read, and a read after a failure, returns at
    // once, so that a lost log is detected immediately.
    const page = await readPage(access, at, state === 'reading' ? READ_WAIT_MS : 1);
    if (stopped.aborted) return;
    if ('reason' in page) {
      if (state !== 'failure-logged') {
        state = connection.status === 'ready' ? logFailure(page.reason) : 'connection-lost';
      }
      await pause(RETRY_MS, stopped);
      continue;
    }
    if (state === 'failure-logged') logger.info({}, 'change log can be read again');
    state = 'reading';
    at = page.last;
    if (page.changes.length > 0) await onChanges(page.changes);
  }
}

/** `last` is the id of the last entry: no change has it if another program wrote the entry. */
type Page = { readonly changes: readonly Change[]; readonly last: Revision } | { readonly reason: string };

/** Reads the next changes, or returns why that failed. Throws `LogCompactedError`. */
async function readPage({ connection, log }: LogAccess, after: Revision, waitMs: number): Promise<Page> {
  let responses;
  try {
    responses = await Promise.all([
      connection.xread('COUNT', PAGE_ENTRIES, 'BLOCK', waitMs, 'STREAMS', log, after),
      // Runs after the read: if the log still reaches back now, the read has skipped no change.
      connection.checkReach(log, after),
    ]);
  } catch (error) {
    return { reason: reasonOf(error) };
  }
  const [streams, reaches] = responses;
  if (reaches !== 1) throw new LogCompactedError(`the change log no longer reaches back to ${after}`, reaches === -1);
  const entries = streams?.[0]?.[1] ?? [];
  return { changes: changesOf(entries), last: entries.at(-1)?.[0] ?? after };
}

/** An entry of the stream. */
export type LogEntry = [id: string, fields: string[]];

/**
 * Converts entries of the stream to changes. An entry that another program wrote becomes a `put` of no job and without a
 * text, which views skip; an entry whose id is not a revision is left out.
 */
export function changesOf(entries: readonly LogEntry[]): readonly Change[] {
  return entries.filter(([revision]) => isRevision(revision)).map(changeOf);
}

function changeOf([revision, fields]: LogEntry): Change {
  const [typeName, type, idName, id = '', textName, text = ''] = fields;
  const isOwn = typeName === 'type' && idName === 'id' && textName === 'text';
  if (isOwn && type === 'remove') return { type, id, revision };
  return isOwn && type === 'put' ? { type, id, revision, text } : { type: 'put', id: '', revision, text: '' };
}
