import { stat } from 'node:fs/promises';

const AT_ONCE = 20;

/**
 * Tells which files have changed between two looks, by what the file system says of them. It looks rather than listens:
 * editors rename a new file into place, and Kubernetes swaps a symbolic link several folders up.
 */
export class WatchedFiles {
  #stamps: ReadonlyMap<string, string> = new Map();

  /** Which of the files are not as they were at the last look; at the first one all. One that comes or goes has changed. */
  async changed(files: readonly string[]): Promise<readonly string[]> {
    const before = this.#stamps;
    const stamps = new Map<string, string>();
    for (let at = 0; at < files.length; at += AT_ONCE) {
      const slice = files.slice(at, at + AT_ONCE);
      const found = await Promise.all(slice.map(stampOf));
      slice.forEach((file, index) => stamps.set(file, found[index] as string));
    }
    this.#stamps = stamps;
    return files.filter((file) => stamps.get(file) !== before.get(file));
  }
}

/** The time of the last change of the inode cannot be set by anybody, so a file of the same size and age is told too. */
async function stampOf(file: string): Promise<string> {
  try {
    const { ctimeNs, dev, ino, mtimeNs, size } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
}
