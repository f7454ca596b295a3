import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';

import { type ConfigReader } from '@gateway/config';
import { type JobStore, type Logger, type StoreConfig, StoreUnavailableError, systemClock } from '@gateway/core';
import { actionStoreOf, createStore } from '@gateway/store';

import { readVersion } from '../process/version.js';
import { BackupError } from './backup-error.js';
import { backupSocketPath } from './backup-socket.js';
import { backupLines } from './backup-stream.js';
import { type Manifest } from './manifest.js';
import { writeBackup } from './write-backup.js';

/** A gateway that sends nothing for this time does not respond. */
const SILENT_MS = 60_000;

/** What both commands need of a process. */
export interface CommandDeps {
  readonly logger: Logger;
  /** Aborts the command. */
  readonly signal: AbortSignal;
}

/** The embedded store of a configuration. */
export type EmbeddedConfig = Extract<StoreConfig, { readonly kind: 'embedded' }>;

/**
 * Writes a backup of the embedded store into a folder that is missing or empty. The running gateway sends it; if none runs, the
 * store is opened here. Returns a line that describes the backup. Throws a `BackupError`, `ConfigError` or
 * `StoreUnavailableError`.
 */
export async function backUp(reader: ConfigReader, folder: string, deps: CommandDeps): Promise<string> {
  const store = await embeddedStoreOf(reader);
  const socket = await connectToGateway(store);
  const manifest = socket
    ? await receiveBackup(socket, store, folder, deps.signal)
    : await readBackup(store, folder, deps);
  const sizes = manifest.files.map(({ bytes, entries, store: name }) => `${name}: ${entries} entries, ${bytes} bytes`);
  return `backup of ${store.path} in ${folder}, as of ${manifest.time}; ${sizes.join('; ')}`;
}

/** The store of a configuration. Throws a `BackupError` if it is not the embedded one. */
export async function embeddedStoreOf(reader: ConfigReader): Promise<EmbeddedConfig> {
  const { store } = await reader.load();
  if (store.kind !== 'embedded')
    throw new BackupError('store.kind is redis: back up Redis itself, backup and restore are for the embedded store');
  return store;
}

/** A connection to the running gateway; `undefined` if there is none. */
async function connectToGateway({ path }: EmbeddedConfig): Promise<Socket | undefined> {
  const address = backupSocketPath(path);
  if (address === undefined) return undefined;
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    // Reading from the socket throws its errors.
    return socket.on('error', () => undefined);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined;
    throw new BackupError(`cannot connect to the gateway, whose user must run this command: ${message}`);
  }
}

async function receiveBackup(
  socket: Socket,
  { path }: EmbeddedConfig,
  folder: string,
  signal: AbortSignal,
): Promise<Manifest> {
  const silent = new BackupError(`the gateway that uses ${path} does not respond; no backup was written`);
  socket.setTimeout(SILENT_MS, () => socket.destroy(silent));
  try {
    return await writeBackup(folder, socket.setEncoding('utf8'), signal);
  } finally {
    socket.destroy();
  }
}

/** Reads the store of a gateway that does not run. */
async function readBackup(config: EmbeddedConfig, folder: string, { logger, signal }: CommandDeps): Promise<Manifest> {
  const found = await readdir(config.path).catch(() => []);
  if (found.length === 0) throw new BackupError(`there is no store in ${config.path}`);
  const options = { clock: systemClock, logger };
  const jobs = createStore({ ...config, ...options });
  const actions = createStore({ ...actionStoreOf(config), ...options });
  try {
    await jobs.open().catch(withAdvice);
    await actions.open();
    return await writeBackup(folder, backupLines({ jobs, actions }, readVersion(), systemClock.now()), signal);
  } finally {
    await closeBoth(jobs, actions);
  }
}

function withAdvice(error: unknown): never {
  if (error instanceof StoreUnavailableError && error.message.endsWith('is in use by another process'))
    throw new BackupError(`${error.message} that accepts no backups now; try again when the gateway is ready`);
  throw error;
}

async function closeBoth(jobs: JobStore, actions: JobStore): Promise<void> {
  await actions.close();
  await jobs.close();
}
