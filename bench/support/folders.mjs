/** Temporary folders of the benchmark. */
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set();

/** Deletes what is left when the benchmark ends early. */
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new temporary folder. `remove` deletes it. */
export async function makeFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  folders.add(folder);
  const remove = async () => {
    folders.delete(folder);
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, remove };
}
