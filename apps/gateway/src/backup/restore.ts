import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { type ConfigReader } from '@gateway/config';
import { parseJson, type StoreEntry, systemClock } from '@gateway/core';
import { actionStoreOf, type RestoredStore, restoreFolders } from '@gateway/store';

import { stoppedBulkText } from '../bulk-actions/bulk-record.js';
import { type CommandDeps, type EmbeddedConfig, embeddedStoreOf } from './back-up.js';
import { asBackupError, BackupError } from './backup-error.js';
import { BackupReader } from './backup-stream.js';
import { type BackupFile, type Manifest, MANIFEST_FILE, parseManifest } from './manifest.js';

/** Entries that are written at once, at least. */
const PORTION = 500;
const FAILURE = 'the backup cannot be read';

/**
 * Creates the embedded store of a configuration from a backup, whose files are verified first. The folder of the store must be
 * missing or empty. Bulk actions that were running are stopped: what they sent after the backup is not known. Returns a line
 * that describes what was restored. Throws a `BackupError`, `ConfigError` or `StoreUnavailableError`.
 */
export async function restore(reader: ConfigReader, folder: string, { signal }: CommandDeps): Promise<string> {
  const store = await embeddedStoreOf(reader);
  const manifest = await readManifest(folder);
  for (const file of manifest.files) await verify(folder, file, signal);
  const now = systemClock.now();
  await restoreFolders(storesIn(folder, manifest, store, { now, signal }), now);
  const counts = manifest.files.map(({ entries, store: name }) => `${name}: ${entries} entries`);
  return `restored the backup of ${manifest.time} into ${store.path}; ${counts.join('; ')}`;
}

async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw asBackupError(FAILURE, error);
    throw new BackupError(`${folder} contains no ${MANIFEST_FILE}: it is no backup, or one that is not complete`);
  });
  return parseManifest(text, path);
}

async function verify(folder: string, { bytes, name, sha256 }: BackupFile, signal: AbortSignal): Promise<void> {
  const path = join(folder, name);
  const hash = createHash('sha256');
  try {
    const { size } = await stat(path);
    if (size !== bytes) throw new BackupError(`${path} is damaged: it has ${size} bytes, the manifest has ${bytes}`);
    await pipeline(createReadStream(path), hash, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw asBackupError(FAILURE, error);
  }
  if (hash.digest('hex') !== sha256)
    throw new BackupError(`${path} is damaged: its SHA-256 is not that of the manifest`);
}

async function* storesIn(
  folder: string,
  { files }: Manifest,
  config: EmbeddedConfig,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal },
): AsyncGenerator<RestoredStore, void, undefined> {
  for (const file of files) {
    const { revision, store } = file;
    const content = { revision, portions: entriesOf(folder, file, signal) };
    if (store === 'jobs') yield { path: config.path, ...content };
    else {
      const { path } = actionStoreOf(config) as EmbeddedConfig;
      yield { path, ...content, textOf: (id, text) => stoppedBulkText(id, text, now) };
    }
  }
}

/** The entries of a file, in portions. */
async function* entriesOf(
  folder: string,
  { entries: expected, name }: BackupFile,
  signal: AbortSignal,
): AsyncGenerator<readonly StoreEntry[], void, undefined> {
  const path = join(folder, name);
  const text = createGunzip();
  // A failure destroys the stream, so that reading it throws.
  pipeline(createReadStream(path), text, { signal }).catch(() => undefined);
  let portion: StoreEntry[] = [];
  let count = 0;
  for await (const lines of new BackupReader(text.setEncoding('utf8')).entries()) {
    for (const line of lines.split('\n').slice(0, -1)) portion.push(entryIn(line, path));
    if (portion.length < PORTION) continue;
    count += portion.length;
    yield portion;
    portion = [];
  }
  count += portion.length;
  if (count !== expected) throw new BackupError(`${path} has ${count} entries, the manifest has ${expected}`);
  yield portion;
}

function entryIn(line: string, path: string): StoreEntry {
  const value = parseJson(line);
  const isEntry = Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'string');
  if (!isEntry) throw new BackupError(`${path} has a line that is not an entry`);
  return value as [string, string];
}
