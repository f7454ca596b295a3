import { type Logger, type RedisAccess, StoreUnavailableError } from '@gateway/core';
import { type Client, createClient } from './client.js';

/** A connection to Redis that knows our scripts. */
export type Connection = Client;

/** What a connection is for. */
export interface ConnectionUse {
  /** Tells the connections of a store apart in the log. */
  readonly name: 'commands' | 'changes';
  /** A command unanswered for so long means that the connection is lost. */
  readonly silenceMs: number;
}

/**
 * A connection that is not open yet. Once it was, it opens itself again after each loss, with growing pauses, until it
 * is disconnected; it logs the loss and the return, not the attempts. A command given while it is down, or unanswered
 * when it goes down, fails at once and is not sent again. Throws `StoreUnavailableError` when the url is none.
 */
export function createConnection(access: RedisAccess, { name, silenceMs }: ConnectionUse, logger: Logger): Connection {
  let state: 'new' | 'up' | 'relocating' | 'lost' = 'new';
  let reason = 'connection closed';
  const connection = construct(access, silenceMs, {
    wasReady: () => state !== 'new',
    relocates: () => {
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
  connection.on('close', () => {
    if (state !== 'up' || connection.status === 'end') return;
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

/** Opens a connection. Throws `StoreUnavailableError` when the first attempt fails; nothing is tried further then. */
export async function openConnection(connection: Connection): Promise<void> {
  let failure: Error | undefined;
  connection.once('error', (error) => {
    failure = error;
  });
  try {
    await connection.connect();
  } catch (error) {
    connection.disconnect();
    throw unavailable(failure ?? error);
  }
}

/** Closes a connection when the commands given before are answered. */
export async function closeConnection(connection: Connection): Promise<void> {
  if (connection.status !== 'ready') return connection.disconnect();
  await connection.quit().catch(() => connection.disconnect());
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
