import { type Change, type Logger, LogTrimmedError, type Revision } from '@gateway/core';
import { pause } from '../pause.js';
import { attemptConnection, type Connection, dropConnection, reasonOf } from './connection.js';

const PAGE_ENTRIES = 200;
const RETRY_MS = 100;

/** How long one read waits for changes. */
export const WAIT_MS = 5_000;

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
  const { connection, logger } = access;
  if (signal.aborted) return;
  const disconnect = (): void => dropConnection(connection);
  signal.addEventListener('abort', disconnect);
  try {
    // A failure here is met again by the first read; the connection goes on trying.
    await attemptConnection(connection).catch(() => undefined);
    let at = after;
    let state: 'new' | 'reading' | 'failing' = 'new';
    while (!signal.aborted) {
      // Only a read that follows another one waits: a log that is not the old one any more is noticed at once.
      const page = await readPage(access, at, state === 'reading' ? WAIT_MS : 1);
      if (signal.aborted) return;
      if ('reason' in page) {
        const isNews = state !== 'failing' && connection.status === 'ready'; // The connection logs its own loss.
        if (isNews) logger.warn(page, 'change log cannot be read');
        state = 'failing';
        await pause(RETRY_MS, signal);
        continue;
      }
      state = 'reading';
      at = page.changes.at(-1)?.revision ?? at;
      if (page.changes.length > 0) onChanges(page.changes);
    }
  } finally {
    signal.removeEventListener('abort', disconnect);
    if (!signal.aborted) disconnect();
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
  if (reaches !== 1) throw new LogTrimmedError(`the change log no longer reaches back to ${after}`, reaches === -1);
  return { changes: (streams?.[0]?.[1] ?? []).map(parseEntry) };
}

/** The change in an entry of the stream. */
export function parseEntry([revision, [, type, , id = '', , text = '']]: [revision: string, fields: string[]]): Change {
  return type === 'remove' ? { type, id, revision } : { type: 'put', id, revision, text };
}
