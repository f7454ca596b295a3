import { stat } from 'node:fs/promises';

const PARALLEL_READS = 20;

/**
 * Detects changed files by comparing their file status between two checks. It does not use file system events, because
 * editors rename a new file into place and Kubernetes replaces a symbolic link several folders up.
 */
export class WatchedFiles {
  #stamps: ReadonlyMap<string, string> = new Map();

  /** The files that were changed, created or deleted since the last check; at the first check, all files. */
  async changed(files: readonly string[]): Promise<readonly string[]> {
    const before = this.#stamps;
    const stamps = new Map<string, string>();
    for (let at = 0; at < files.length; at += PARALLEL_READS) {
      const batch = files.slice(at, at + PARALLEL_READS);
      const found = await Promise.all(batch.map(stampOf));
      batch.forEach((file, index) => stamps.set(file, found[index] as string));
    }
    this.#stamps = stamps;
    return files.filter((file) => stamps.get(file) !== before.get(file));
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
