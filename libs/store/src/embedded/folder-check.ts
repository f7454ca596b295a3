/** Checks the files of a LevelDB directory before LevelDB opens it, because it replaces some missing files by empty ones. */

import { access, constants, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { COMMIT_MARK_FILE } from './commit-mark.js';
import { undefinedIfMissing } from './missing-file.js';

/** What an operator can do about a damaged directory; ends the message of an error. */
export const FOLDER_ADVICE = 'restore the directory from a copy, or move it away to start with an empty store';

/** A file that exists while a backup is written into the directory; see `writeStoreFolder`. */
export const RESTORE_MARK = 'restore-in-progress';

/** Names the current MANIFEST. */
const CURRENT = 'CURRENT';
/** The MANIFEST of a directory whose creation has not ended. LevelDB writes another one before it stores anything. */
const FIRST_MANIFEST = 'MANIFEST-000001';
const WRITE_LOG = /^\d+\.log$/;
/** The files that contain data, as LevelDB's `ParseFileName` recognises them, and the mark of the last commit. */
const DATA_FILE = new RegExp(`^(${COMMIT_MARK_FILE}|MANIFEST-\\d+|\\d+\\.(log|ldb|sst))$`);

/**
 * Throws an `Error` with the reason if LevelDB would lose data by opening the directory: it creates a new store if
 * `CURRENT` is missing, and takes a missing or unreadable write log for an empty one; or if a restore into it did not
 * complete. LevelDB itself rejects other damage. A directory that is missing or empty passes.
 */
export async function checkFolder(path: string): Promise<void> {
  const names = await namesIn(path);
  if (names.includes(RESTORE_MARK))
    throw new Error('a restore into it did not complete; delete its contents and restore again');
  const data = names.filter((name) => DATA_FILE.test(name));
  if (!names.includes(CURRENT)) {
    // A process that ends while it creates the store can leave this file alone.
    if (data.every((name) => name === FIRST_MANIFEST)) return;
    throw damaged(`it contains ${listed(data)} but no ${CURRENT}`);
  }
  const manifest = await currentManifest(path);
  if (!names.includes(manifest)) throw damaged(`its file ${manifest} is missing, which ${CURRENT} names`);
  const logs = names.filter((name) => WRITE_LOG.test(name));
  if (logs.length === 0 && manifest !== FIRST_MANIFEST) throw damaged('its write log is missing (a file *.log)');
  for (const name of logs) await checkReadable(join(path, name));
}

async function namesIn(path: string): Promise<readonly string[]> {
  const stats = await stat(path).catch(undefinedIfMissing);
  if (!stats) return [];
  if (!stats.isDirectory()) throw new Error('it is not a directory');
  return (await readdir(path)).sort();
}

async function currentManifest(path: string): Promise<string> {
  const text = await readFile(join(path, CURRENT), 'latin1');
  const [, name] = /^(MANIFEST-\d+)\n$/.exec(text) ?? [];
  if (name === undefined) throw damaged(`its file ${CURRENT} does not name a MANIFEST file`);
  return name;
}

async function checkReadable(path: string): Promise<void> {
  if (!(await stat(path)).isFile()) throw damaged(`${path} is not a file`);
  await access(path, constants.R_OK);
}

function listed([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? `the file ${first}` : `${first} and ${others.length} more files of a store`;
}

function damaged(what: string): Error {
  return new Error(`${what}; ${FOLDER_ADVICE}`);
}
