import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Of a file that only the user of the process may read. */
const PRIVATE_MODE = 0o600;

/**
 * Creates or replaces a small file. After a crash or a power cut it has its old text or the new one, never a part. Throws the
 * error of the file system.
 */
export async function writeDurably(path: string, text: string): Promise<void> {
  const written = `${path}.new`;
  const file = await open(written, 'w', PRIVATE_MODE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(written, path);
  await syncFolder(dirname(path));
}

/** Makes the names of the files in a folder durable. Throws the error of the file system. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
