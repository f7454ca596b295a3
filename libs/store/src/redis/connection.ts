import { type Logger, type RedisAccess, StoreUnavailableError } from '@gateway/core';

import { type Client, createClient } from './client.js';

/** A connection to Redis that knows our scripts. */
export type Connection = Client;

/** What a connection is for. */
export interface ConnectionUse {
  /** Tells the connections of a store apart in the log. */
  readonly name: 'commands' | 'changes';
  /** A command unanswered for so long means that the connection is lost. */
  readonly responseTimeoutMs: number;
}

/** Connections that are not to be opened again. */
const closed = new WeakSet<Connection>();

/**
 * A connection that is not open yet. From its first attempt on it opens itself again after each failure and loss, with
 * growing pauses, until it is dropped or closed; it logs the loss and the return, not the attempts. A command given while it
 * is down, or unanswered when it goes down, fails at once and is not sent again. Throws `StoreUnavailableError` when the url
 * is none.
 */
export function createConnection(
  access: RedisAccess,
  { name, responseTimeoutMs }: ConnectionUse,
  logger: Logger,
): Connection {
  let state: 'new' | 'up' | 'relocating' | 'lost' = 'new';
  let reason = 'connection closed';
  const connection = construct(access, responseTimeoutMs, {
    onRelocate: () => {
      state = 'relocating';
    },
  });
  connection.on('error', (error) => {
    reason = reasonOf(error);
  });
  connection.on('ready', () => {
    if (state === 'lost') logger.info({ connection: name }, 'connected to Redis again');
    state = 'up';
    reason = 'connection closed';
  });
  // The client may have given up by itself: see `createClient`.
  connection.on('end', () => {
    if (!closed.has(connection)) connection.connect().catch(() => undefined); // Its errors are kept above.
  });
  connection.on('close', () => {
    if (state !== 'up' || closed.has(connection)) return;
    state = 'lost';
    logger.warn({ connection: name, reason }, 'connection to Redis lost');
  });
  return connection;
}

function construct(...parts: Parameters<typeof createClient>): Connection {
  try {
    return createClient(...parts);
  } catch {
    throw new StoreUnavailableError('Redis is not available: its url cannot be read');
  }
}

/** Makes the first attempt to open a connection. Throws the client's own error when it fails; the connection tries on. */
export async function attemptConnection(connection: Connection): Promise<void> {
  const failed = new Promise<never>((_resolve, reject) => {
    // A client that asks Sentinels reports that none answers, and asks on.
    connection.once('error', reject);
    // A Cluster that is down lets its clients in, and they begin again without an error.
    connection.once('reconnecting', () => reject(new Error('CLUSTERDOWN')));
  });
  await Promise.race([failed, connection.connect()]);
}

/** Opens a connection. Throws `StoreUnavailableError` when the first attempt fails; nothing is tried further then. */
export async function openConnection(connection: Connection): Promise<void> {
  try {
    await attemptConnection(connection);
  } catch (error) {
    dropConnection(connection);
    throw unavailable(error);
  }
}

/** Ends a connection at once and for good; commands that are unanswered fail. */
export function dropConnection(connection: Connection): void {
  closed.add(connection);
  connection.disconnect();
}

/** Closes a connection when the commands given before are answered. */
export async function closeConnection(connection: Connection): Promise<void> {
  closed.add(connection);
  if (connection.status === 'ready') await connection.quit().catch(() => undefined); // Lost meanwhile: nothing is left to answer.
  // After `quit` too: it leaves the client's own connections to Sentinels open.
  dropConnection(connection);
}

/** What is thrown for a failed command; never the client's own error, as its text may tell a secret. */
export function unavailable(error: unknown): StoreUnavailableError {
  return new StoreUnavailableError(`Redis is not available: ${reasonOf(error)}`);
}

/** Why a command or connection failed: a system error's code (`ECONNREFUSED`) or the word a Redis error begins with (`OOM`). */
export function reasonOf(error: unknown): string {
  const { lastNodeError } = error as { readonly lastNodeError?: Error };
  const { code, message } = (lastNodeError ?? error) as NodeJS.ErrnoException;
  if (message.startsWith('All sentinels are unreachable')) return 'no Sentinel knows the master';
  return code ?? /^[A-Z]{3,}\b/.exec(message)?.[0] ?? 'connection lost';
}
