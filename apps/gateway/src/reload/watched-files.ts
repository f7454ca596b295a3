import { stat } from 'node:fs/promises';

import { type BlockedFiles, FILE_TIMEOUT_MS } from '@gateway/config';

const BLOCKED = 'does not answer';
const NOT_CHECKED = 'not checked';

/**
 * Detects changed files by comparing their file status between two checks. It does not use file system events, because
 * editors rename a new file into place and Kubernetes replaces a symbolic link several folders up.
 *
 * A call to a file that does not answer occupies one of the few threads that the store uses too. While one does, only the
 * first file is checked, which is the configuration: an operator can correct it.
 */
export class WatchedFiles {
  #stamps: ReadonlyMap<string, string> = new Map();

  constructor(private readonly blocked: BlockedFiles) {}

  /**
   * The files that were changed, created or deleted since the last check, that stopped answering, or that answer again; at
   * the first check, all files.
   */
  async changed(files: readonly string[]): Promise<readonly string[]> {
    const before = this.#stamps;
    const stamps = new Map<string, string>();
    for (const file of files) {
      const isSkipped = this.blocked.paths.length > 0 && file !== files[0] && !this.blocked.has(file);
      stamps.set(file, isSkipped ? (before.get(file) ?? NOT_CHECKED) : await this.#stamp(file));
    }
    this.#stamps = stamps;
    return files.filter((file) => stamps.get(file) !== before.get(file));
  }

  async #stamp(file: string): Promise<string> {
    if (this.blocked.has(file)) return BLOCKED;
    const call = stampOf(file);
    this.blocked.begin(call);
    const stamp = await withinTimeout(call);
    if (stamp !== undefined) return stamp;
    this.blocked.add(file, call);
    return BLOCKED;
  }
}

/** The file's status as text. It includes `ctime`, which programs cannot set, and so detects a file with equal size and `mtime`. */
async function stampOf(file: string): Promise<string> {
  try {
    const { ctimeNs, dev, ino, mtimeNs, size } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
}

/** The result of a call that does not fail, or `undefined` if it takes too long. */
function withinTimeout<T>(call: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), FILE_TIMEOUT_MS);
    void call.then((result) => {
      clearTimeout(timer);
      resolve(result);
    });
  });
}
