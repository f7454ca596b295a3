import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  statfsSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { decodeText } from './decode-text.js';
import { FileProblem } from './file-problem.js';

/** The largest size of a file, in bytes and as a text. */
export interface SizeLimit {
  readonly bytes: number;
  readonly text: string;
}

/** The limit for the configuration file, files of sources, certificates and keys. */
export const FILE_LIMIT: SizeLimit = { bytes: 1024 * 1024, text: '1 MB' };

/** The type of a file system without folders of its own: /proc (statfs(2), `PROC_SUPER_MAGIC`). */
const PROC = 0x9fa0;

/** Called before each call to a file system with the file's path, and with `undefined` when the call has returned. */
export type CallListener = (path: string | undefined) => void;

/**
 * Reads the files that a configuration names, in the thread that it is used in: a file system that does not answer
 * blocks that thread. Every method throws a `FileProblem`.
 */
export class FileReader {
  readonly #blocked: ReadonlySet<string>;
  readonly #onCall: CallListener;

  /** `blocked` are the paths of files that are not to be touched, because an earlier call to each still waits. */
  constructor(blocked: Iterable<string> = [], onCall: CallListener = () => undefined) {
    this.#blocked = new Set(blocked);
    this.#onCall = onCall;
  }

  /** The text of a regular file in UTF-8, without a byte order mark and without NUL. */
  text(path: string, limit: SizeLimit): string {
    return decodeText(this.bytes(path, limit));
  }

  /** The bytes of a regular file. */
  bytes(path: string, limit: SizeLimit): Buffer {
    return this.#call(path, () => {
      // Before the file is opened, because opening a device can start it.
      requireRegular(statSync(path));
      return readOpened(path, limit);
    });
  }

  /** The names in a folder; none if there is no such folder. */
  names(path: string): readonly string[] {
    return this.#call(path, () => namesIn(path));
  }

  /** Throws unless there is a folder at this path or one can be created. */
  requireFolder(path: string): void {
    const existing = this.#call(path, () => nearestExisting(path));
    if (!existing.stats.isDirectory()) {
      throw new FileProblem(`cannot be created: ${existing.path} ${typeOf(existing.stats)}`, true);
    }
    if (this.#call(path, () => statfsSync(existing.path).type) === PROC) {
      throw new FileProblem(`cannot be created in ${existing.path}: programs cannot store files there`, true);
    }
  }

  #call<T>(path: string, call: () => T): T {
    if (this.#blocked.has(path)) throw new FileProblem('does not answer: an earlier call still waits for it', true);
    this.#onCall(path);
    try {
      return call();
    } catch (error) {
      if (error instanceof FileProblem) throw error;
      throw new FileProblem(`cannot be read${userIfDenied(error)} (${codeOf(error)})`, exists(error));
    } finally {
      this.#onCall(undefined);
    }
  }
}

/** The user of this process, whom a denied access concerns: in a container it is not the user of the host. */
function userIfDenied(error: unknown): string {
  return codeOf(error) === 'EACCES' && process.getuid !== undefined ? ` by user ${process.getuid()}` : '';
}

function readOpened(path: string, limit: SizeLimit): Buffer {
  // Should a FIFO have taken the file's place, opening it does not wait for a writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    requireRegular(fstatSync(file));
    return readAll(file, limit);
  } finally {
    closeSync(file);
  }
}

/** Does not trust the size in the file's status: files of the kernel have size 0, and others grow. */
function readAll(file: number, { bytes, text }: SizeLimit): Buffer {
  const buffer = Buffer.alloc(bytes + 1);
  let length = 0;
  for (;;) {
    const read = readSync(file, buffer, length, buffer.length - length, null);
    if (read === 0) return buffer.subarray(0, length);
    length += read;
    if (length > bytes) throw new FileProblem(`is larger than ${text}`, true);
  }
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return [];
  }
}

function nearestExisting(path: string): { readonly path: string; readonly stats: Stats } {
  try {
    return { path, stats: statSync(path) };
  } catch (error) {
    const parent = dirname(path);
    if (codeOf(error) !== 'ENOENT' || parent === path) throw error;
    return nearestExisting(parent);
  }
}

function requireRegular(stats: Stats): void {
  if (!stats.isFile()) throw new FileProblem(`${typeOf(stats)}, expected a regular file`, true);
}

function typeOf(stats: Stats): string {
  if (stats.isDirectory()) return 'is a folder';
  if (stats.isFIFO()) return 'is a FIFO';
  if (stats.isSocket()) return 'is a socket';
  return stats.isFile() ? 'is a file' : 'is a device';
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}

/** True if the failed call shows that the file exists. */
function exists(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== 'ENOENT' && syscall !== 'stat';
}
