import { type Logger, type Secret, StoreUnavailableError } from '@gateway/core';
import { Redis } from 'ioredis';
import { ACQUIRE_LEASE } from './scripts/acquire-lease.js';
import { APPEND_CHANGES } from './scripts/append-changes.js';
import { CHECK_REACH } from './scripts/check-reach.js';
import { READ_REVISION } from './scripts/read-revision.js';
import { RELEASE_LEASE } from './scripts/release-lease.js';
import { SAVE_MEMORY } from './scripts/save-memory.js';

const CONNECT_TIMEOUT_MS = 5_000;
const DISCONNECT_TIMEOUT_MS = 100;
const LONGEST_RETRY_MS = 2_000;

const SCRIPTS = {
  appendChanges: { lua: APPEND_CHANGES, numberOfKeys: 3 },
  readRevision: { lua: READ_REVISION, numberOfKeys: 1 },
  checkReach: { lua: CHECK_REACH, numberOfKeys: 1 },
  acquireLease: { lua: ACQUIRE_LEASE, numberOfKeys: 2 },
  releaseLease: { lua: RELEASE_LEASE, numberOfKeys: 1 },
  saveMemory: { lua: SAVE_MEMORY, numberOfKeys: 2 },
};

/** Our scripts as commands: keys, then arguments, as each script names them. */
interface ScriptCommands {
  appendChanges(...keysAndArguments: (string | number)[]): Promise<[revision: string, ...refused: string[]] | null>;
  readRevision(log: string): Promise<string>;
  checkReach(log: string, revision: string): Promise<number>;
  acquireLease(lease: string, fencing: string, source: string, holder: string, ttlMs: number): Promise<string | null>;
  releaseLease(lease: string, value: string): Promise<number>;
  saveMemory(lease: string, memory: string, value: string, source: string, json: string): Promise<number>;
}

/** A connection to Redis that knows our scripts. */
export type Connection = Redis & ScriptCommands;

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
export function createConnection(url: Secret, { name, silenceMs }: ConnectionUse, logger: Logger): Connection {
  const connection = construct(url, silenceMs);
  let state: 'new' | 'up' | 'lost' = 'new';
  let reason = 'connection closed';
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

/** The answer to a command. Throws `StoreUnavailableError`, never the client's own error: its text may tell a secret. */
export async function answered<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(error: unknown): StoreUnavailableError {
  return new StoreUnavailableError(`Redis is not available: ${reasonOf(error)}`);
}

function construct(url: Secret, silenceMs: number): Connection {
  const options = {
    lazyConnect: true,
    scripts: SCRIPTS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    socketTimeout: silenceMs,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempts: number) => Math.min(50 * 2 ** attempts, LONGEST_RETRY_MS) * (0.5 + Math.random() / 2),
  };
  try {
    return new Redis(url.reveal(), options) as Connection;
  } catch {
    throw new StoreUnavailableError('Redis is not available: its url cannot be read');
  }
}

/** Why a command or connection failed: a system error's code (`ECONNREFUSED`) or the word a Redis error begins with (`OOM`). */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? /^[A-Z]{3,}\b/.exec(message)?.[0] ?? 'connection lost';
}
