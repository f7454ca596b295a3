/** A file system of a few megabytes that a test can fill. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A mounted file system. */
export interface SmallDisk {
  readonly path: string;
  /** Fills the free space with a file. */
  readonly fill: () => Promise<void>;
  /** Removes that file. */
  readonly free: () => Promise<void>;
  /** Unmounts the file system. */
  readonly release: () => void;
}

/** Mounts a file system of this size, or returns why it cannot: it needs Linux and the right to mount. */
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
      // The gateway writes too, so the file may not fit completely.
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
