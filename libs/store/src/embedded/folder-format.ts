/** The format of the data in a directory: a file beside those of LevelDB, which is read before LevelDB opens them. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writeDurably } from '@gateway/core';

import { formatObstacle, formatText, parseFormat, STORE_FORMAT } from '../store-format.js';
import { FOLDER_ADVICE } from './folder-check.js';
import { undefinedIfMissing } from './missing-file.js';

/** Name of the file with the format in the directory of the store. LevelDB ignores files with names that are not its own. */
export const FORMAT_FILE = 'format.json';

/**
 * Throws an `Error` with the reason if this version cannot read the data in a directory. A directory without a format has
 * format 1: that of the versions that did not write it yet.
 */
export async function checkFolderFormat(path: string): Promise<void> {
  const text = await readFormat(path);
  if (text === undefined) return;
  const format = parseFormat(text);
  if (!format) throw new Error(`its file ${FORMAT_FILE} is not valid; ${FOLDER_ADVICE}`);
  const obstacle = formatObstacle(format);
  if (obstacle !== undefined) throw new Error(`it ${obstacle}`);
}

/** Writes the format of this version into an opened directory that has no other one. Throws the error of the file system. */
export async function writeFolderFormat(path: string): Promise<void> {
  const text = `${formatText(STORE_FORMAT)}\n`;
  if ((await readFormat(path)) !== text) await writeDurably(join(path, FORMAT_FILE), text);
}

async function readFormat(path: string): Promise<string | undefined> {
  return readFile(join(path, FORMAT_FILE), 'utf8').catch((error: NodeJS.ErrnoException) =>
    // `checkFolder` reports a path that is not a directory.
    error.code === 'ENOTDIR' ? undefined : undefinedIfMissing(error),
  );
}
