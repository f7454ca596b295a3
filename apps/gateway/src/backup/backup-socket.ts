import { join, relative } from 'node:path';

const SOCKET_FILE = 'backup.sock';
/** The longest path of a Unix socket in bytes, with the zero at its end (Linux 108, macOS 104). */
const MAX_PATH_BYTES = 103;

/**
 * The path of the socket at which a running gateway sends its backup, in the folder of its store; `undefined` if it is too
 * long for a socket. Who can write into the folder can use it.
 */
export function backupSocketPath(storePath: string): string | undefined {
  const path = join(storePath, SOCKET_FILE);
  // A path from the working directory can be shorter.
  return [path, relative(process.cwd(), path)].find((each) => Buffer.byteLength(each) <= MAX_PATH_BYTES);
}
