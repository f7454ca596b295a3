import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

import { syncFolder, writeDurably } from '@gateway/core';

import { asBackupError, BackupError } from './backup-error.js';
import { BackupReader } from './backup-stream.js';
import {
  type BackupFile,
  fileNameOf,
  formatManifest,
  type Manifest,
  MANIFEST_FILE,
  STORE_NAMES,
  type StoreName,
} from './manifest.js';

/** The folder in which the files are written before all of them are complete. */
const PARTIAL = '.partial';
/** Jobs and audit records are for the user who makes the backup. */
const [FOLDER_MODE, FILE_MODE] = [0o700, 0o600];
const LINE_FEED = 10;
const FAILURE = 'the backup cannot be written';

/**
 * Writes a backup into a folder that is missing or empty. The folder has a manifest only if the backup is complete and durable;
 * if it fails, the folder is as empty as before. Throws a `BackupError`, or the error of the signal.
 */
export async function writeBackup(
  folder: string,
  pieces: AsyncIterable<string>,
  signal: AbortSignal,
): Promise<Manifest> {
  const partial = join(folder, PARTIAL);
  await createEmpty(folder, partial);
  try {
    const manifest = await writeFiles(partial, new BackupReader(pieces), signal);
    await syncFolder(partial);
    for (const { name } of manifest.files) await rename(join(partial, name), join(folder, name));
    await rm(partial, { recursive: true });
    await writeDurably(join(folder, MANIFEST_FILE), formatManifest(manifest));
    return manifest;
  } catch (error) {
    for (const name of STORE_NAMES.map(fileNameOf)) await rm(join(folder, name), { force: true });
    await rm(partial, { recursive: true, force: true });
    signal.throwIfAborted();
    throw asBackupError(FAILURE, error);
  }
}

async function createEmpty(folder: string, partial: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    const [found] = await readdir(folder);
    if (found === PARTIAL)
      throw new BackupError(`another backup into ${folder} runs, or was interrupted: delete ${partial}`);
    if (found !== undefined)
      throw new BackupError(`expected an empty or missing folder, ${folder} contains ${JSON.stringify(found)}`);
    await mkdir(partial, { mode: FOLDER_MODE });
  } catch (error) {
    throw asBackupError(FAILURE, error);
  }
}

async function writeFiles(partial: string, reader: BackupReader, signal: AbortSignal): Promise<Manifest> {
  const begin = await reader.control();
  if (!('time' in begin)) throw unexpected();
  const files: BackupFile[] = [];
  for (const store of STORE_NAMES) {
    const head = await reader.control();
    if (!('store' in head) || head.store !== store) throw unexpected();
    files.push({ store, revision: head.revision, ...(await writeFile(partial, store, reader, signal)) });
  }
  if (!('end' in (await reader.control()))) throw unexpected();
  return { ...begin, files };
}

async function writeFile(
  partial: string,
  store: StoreName,
  reader: BackupReader,
  signal: AbortSignal,
): Promise<Pick<BackupFile, 'name' | 'entries' | 'bytes' | 'sha256'>> {
  const name = fileNameOf(store);
  const counted = { entries: 0, bytes: 0 };
  const hash = createHash('sha256');
  await pipeline(
    counting(reader.entries(), counted),
    createGzip({ level: constants.Z_BEST_SPEED }),
    (compressed: AsyncIterable<Buffer>) => hashing(compressed, hash, counted),
    createWriteStream(join(partial, name), { flags: 'wx', mode: FILE_MODE, flush: true }),
    { signal },
  );
  return { name, ...counted, sha256: hash.digest('hex') };
}

async function* counting(
  texts: AsyncIterable<string>,
  counted: { entries: number },
): AsyncGenerator<Buffer, void, undefined> {
  for await (const text of texts) {
    const bytes = Buffer.from(text);
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) counted.entries += 1;
    yield bytes;
  }
}

async function* hashing(
  compressed: AsyncIterable<Buffer>,
  hash: Hash,
  counted: { bytes: number },
): AsyncGenerator<Buffer, void, undefined> {
  for await (const bytes of compressed) {
    hash.update(bytes);
    counted.bytes += bytes.length;
    yield bytes;
  }
}

function unexpected(): BackupError {
  return new BackupError('the gateway sent something else than a backup; use the command of its version');
}
