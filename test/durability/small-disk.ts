/** A file system of a few megabytes, to be filled. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A mounted file system; `release` unmounts it. */
export interface SmallDisk {
  readonly path: string;
  /** Fills it to the last byte with a file of no use. */
  readonly fill: () => Promise<void>;
  /** Removes that file. */
  readonly free: () => Promise<void>;
  readonly release: () => void;
}

/** Mounts one of so many megabytes; a text says why that is not possible here: it takes Linux and the right to mount. */
export function mountSmallDisk(megabytes: number): SmallDisk | string {
  const path = mkdtempSync(join(tmpdir(), 'gateway-disk-'));
  const { error, status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
  if (status !== 0) {
    rmSync(path, { recursive: true });
    return error?.message ?? String(stderr).trim();
  }
  const ballast = join(path, 'ballast');
  return {
    path,
    fill: async () => {
      const { bavail, bsize } = await statfs(path);
      // Others write too: what does not fit any more is not written.
      await writeFile(ballast, Buffer.alloc(bavail * bsize)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOSPC') throw error;
      });
    },
    free: () => rm(ballast),
    release: () => {
      spawnSync('umount', [path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
