/** A file system that never answers, as a network mount whose server is gone. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';

/** A mounted folder; every call to a file in it waits until it is removed. */
export interface SilentMount {
  /** Lets the waiting calls fail. */
  remove(): void;
}

/**
 * Mounts a FUSE file system that nothing serves over an empty folder, which is created. Returns `undefined` if this process may
 * not mount, or the system has no FUSE.
 */
export function mountSilent(folder: string): SilentMount | undefined {
  mkdirSync(folder, { recursive: true });
  let device: number | undefined;
  try {
    device = openSync('/dev/fuse', 'r+');
    const options = 'fd=3,rootmode=40000,user_id=0,group_id=0,allow_other';
    execFileSync('mount', ['-i', '-t', 'fuse', '-o', options, 'silent', folder], {
      stdio: ['ignore', 'ignore', 'ignore', device],
    });
  } catch {
    if (device !== undefined) closeSync(device);
    return undefined;
  }
  const opened = device;
  return {
    remove: () => {
      closeSync(opened);
      execFileSync('umount', ['-l', folder]);
    },
  };
}

/** True if a thread of a process waits for a FUSE file system: see `wchan` in proc(5). */
export function waitsForMount(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).some((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/wchan`, 'utf8').includes('fuse'),
  );
}
