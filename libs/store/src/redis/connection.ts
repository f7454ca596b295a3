import { type Logger, type RedisAccess, StoreUnavailableError } from '@gateway/core';

import { type Client, createClient } from './client.js';

/** A connection to Redis that has the store's scripts as commands. */
export type Connection = Client;

/** What a connection is for. */
export interface ConnectionUse {
  /** Identifies the connection in the log. */
  readonly name: 'commands' | 'changes';
  /** The connection counts as lost if a command gets no response for this long. */
  readonly responseTimeoutMs: number;
}

/** Connections that must not reconnect. */
const closed = new WeakSet<Connection>();

/**
 * Creates a connection that is not open yet. After its first attempt it reconnects after each failure and loss, with
 * growing delays, until it is dropped or closed. It logs its loss and its return, but not the attempts. A command that
 * is sent while the connection is lost, or has no response when it is lost, fails at once and is not repeated. Throws
 * `StoreUnavailableError` if the URL is invalid.
 */
export function createConnection(
  access: RedisAccess,
  { name, responseTimeoutMs }: ConnectionUse,
  logger: Logger,
): Connection {
  let state: 'new' | 'up' | 'relocating' | 'lost' = 'new';
  let reason = 'connection closed';
  const connection = newClient(access, responseTimeoutMs, {
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
  // The client may stop reconnecting by itself: see `createClient`.
  connection.on('end', () => {
    if (!closed.has(connection)) connection.connect().catch(() => undefined); // The 'error' event has the reason.
  });
  connection.on('close', () => {
    if (state !== 'up' || closed.has(connection)) return;
    state = 'lost';
    logger.warn({ connection: name, reason }, 'connection to Redis lost');
  });
  return connection;
}

function newClient(...parameters: Parameters<typeof createClient>): Connection {
  try {
    return createClient(...parameters);
  } catch {
    throw new StoreUnavailableError('Redis is not available: its URL is invalid');
  }
}

/** Makes the first attempt to connect. Throws the client's error if it fails; the connection keeps trying. */
export async function attemptConnection(connection: Connection): Promise<void> {
  const failed = new Promise<never>((_resolve, reject) => {
    // A client with Sentinels emits an error if none of them responds, and keeps trying.
    connection.once('error', reject);
    // A Cluster that is down accepts the connection, and the client reconnects without an error.
    connection.once('reconnecting', () => reject(new Error('CLUSTERDOWN')));
  });
  await Promise.race([failed, connection.connect()]);
}

/** Opens a connection. Throws `StoreUnavailableError` if the first attempt fails, and then makes no other. */
export async function openConnection(connection: Connection): Promise<void> {
  try {
    await attemptConnection(connection);
  } catch (error) {
    dropConnection(connection);
    throw unavailable(error);
  }
}

/** Ends a connection at once; commands without a response fail. It does not reconnect. */
export function dropConnection(connection: Connection): void {
  closed.add(connection);
  connection.disconnect();
}

/** Closes a connection after the responses to all commands that were already sent. */
export async function closeConnection(connection: Connection): Promise<void> {
  closed.add(connection);
  // A connection that is lost meanwhile has no responses to wait for.
  if (connection.status === 'ready') await connection.quit().catch(() => undefined);
  // `quit` leaves the client's connections to the Sentinels open.
  dropConnection(connection);
}

/** The error for a failed command. It does not quote the client's error, whose text may contain a secret. */
export function unavailable(error: unknown): StoreUnavailableError {
  return new StoreUnavailableError(`Redis is not available: ${reasonOf(error)}`);
}

/** Why a command or connection failed: the code of a system error (`ECONNREFUSED`) or of a Redis error (`OOM`). */
export function reasonOf(error: unknown): string {
  const { lastNodeError } = error as { readonly lastNodeError?: Error };
  const { code, message } = (lastNodeError ?? error) as NodeJS.ErrnoException;
  if (message.startsWith('All sentinels are unreachable')) return 'no Sentinel knows the master';
  return code ?? /^[A-Z]{3,}\b/.exec(message)?.[0] ?? 'connection lost';
}
