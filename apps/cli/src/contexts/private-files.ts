/** Files that only their owner may read. */
import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';

import { CliError, usageError } from '../cli-error.js';
import { EXIT } from '../exit-codes.js';

/** The permissions of everybody but the owner. */
const OTHERS = 0o077;

/** A file and whether others can read or change it. */
export interface ReadFile {
  readonly text: string;
  readonly isPrivate: boolean;
}

/** Reads a file; `undefined` if there is none. */
export function readFileIfAny(path: string): ReadFile | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
  try {
    // Windows has no such permissions.
    const isPrivate = process.platform === 'win32' || (fstatSync(file).mode & OTHERS) === 0;
    return { text: readFileSync(file, 'utf8'), isPrivate };
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    closeSync(file);
  }
}

/** Reads a file that must be there. */
export function readFile(path: string): ReadFile {
  const file = readFileIfAny(path);
  if (file === undefined) throw usageError(`there is no file ${path}`);
  return file;
}

/** Writes a file that only its owner can read, whole or not at all. */
export function writePrivateFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, text, { mode: 0o600 });
    chmodSync(temporary, 0o600);
    renameSync(temporary, path);
  } catch (error) {
    throw new CliError(`cannot write ${path}: ${(error as Error).message}`, EXIT.usage, { cause: error });
  }
}

/** The error for a file with a token that others can read. */
export function notPrivate(path: string): CliError {
  return usageError(`others can read ${path}, which has a token`, `  chmod 600 ${path}`);
}

/** The path of a file that another file names: `~` is the home folder, and others are relative to that file. */
export function pathBeside(file: string, path: string, home: string = homedir()): string {
  return resolve(dirname(file), path.replace(/^~(?=\/|$)/, home));
}

function unreadable(path: string, error: unknown): CliError {
  return new CliError(`cannot read ${path}: ${(error as Error).message}`, EXIT.usage, { cause: error });
}
