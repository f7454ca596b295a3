import { once } from 'node:events';

import { type Change, type Logger, LogCompactedError, type Revision } from '@gateway/core';

import { pause } from '../pause.js';
import { attemptConnection, type Connection, dropConnection, reasonOf } from './connection.js';

const PAGE_ENTRIES = 200;
const RETRY_MS = 100;

/** How long one read waits for changes. */
export const READ_WAIT_MS = 5_000;

/** Where changes are read. */
export interface LogAccess {
  /** For the follower alone, not open yet. */
  readonly connection: Connection;
  /** Key of the stream. */
  readonly log: string;
  readonly logger: Logger;
}

/**
 * As `JobStore.follow`; opens the connection and in the end closes it. While Redis does not answer it waits; reading
 * then goes on where it was.
 */
export async function followLog(
  access: LogAccess,
  after: Revision,
  onChanges: (changes: readonly Change[]) => void,
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
  onChanges: (changes: readonly Change[]) => void,
  stopped: AbortSignal,
): Promise<void> {
  const { connection, logger } = access;
  const tell = (reason: string): 'told' => {
    logger.warn({ reason }, 'change log cannot be read');
    return 'told';
  };
  let at = after;
  let state: 'new' | 'reading' | 'lost' | 'told' = 'new';
  // The connection tries on. It tells of its own loss, but not that it was never there.
  const failed = await Promise.race([
    attemptConnection(connection).catch((error: Error) => error),
    once(stopped, 'abort'),
  ]);
  if (failed instanceof Error && !stopped.aborted) state = tell(reasonOf(failed));
  while (!stopped.aborted) {
    // Only a read that follows another one waits: a log that is not the old one any more is noticed at once.
    const page = await readPage(access, at, state === 'reading' ? READ_WAIT_MS : 1);
    if (stopped.aborted) return;
    if ('reason' in page) {
      if (state !== 'told') state = connection.status === 'ready' ? tell(page.reason) : 'lost';
      await pause(RETRY_MS, stopped);
      continue;
    }
    if (state === 'told') logger.info({}, 'change log is read again');
    state = 'reading';
    at = page.changes.at(-1)?.revision ?? at;
    if (page.changes.length > 0) onChanges(page.changes);
  }
}

type Page = { readonly changes: readonly Change[] } | { readonly reason: string };

/** The next changes, or why Redis gave none. Throws `LogTrimmedError`. */
async function readPage({ connection, log }: LogAccess, after: Revision, waitMs: number): Promise<Page> {
  let answers;
  try {
    answers = await Promise.all([
      connection.xread('COUNT', PAGE_ENTRIES, 'BLOCK', waitMs, 'STREAMS', log, after),
      // Sent along and answered after the read: if the log still reaches back then, the read skipped nothing.
      connection.checkReach(log, after),
    ]);
  } catch (error) {
    return { reason: reasonOf(error) };
  }
  const [streams, reaches] = answers;
  if (reaches !== 1) throw new LogCompactedError(`the change log no longer reaches back to ${after}`, reaches === -1);
  return { changes: (streams?.[0]?.[1] ?? []).map(parseEntry) };
}

/** The change in an entry of the stream. */
export function parseEntry([revision, [, type, , id = '', , text = '']]: [revision: string, fields: string[]]): Change {
  return type === 'remove' ? { type, id, revision } : { type: 'put', id, revision, text };
}
