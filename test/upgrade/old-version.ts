/** An earlier version of the gateway, built from this repository. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** What the build of the gateway reads. */
const PARTS = ['apps/gateway', 'libs', 'nest-cli.json', 'package.json', 'tsconfig.json'];

/** A built version; `remove` deletes it. */
export interface BuiltVersion {
  /** Its `main.js`. */
  readonly program: string;
  remove(): Promise<void>;
}

/** True if the repository has a commit; a clone can be without history. */
export async function hasCommit(commit: string): Promise<boolean> {
  return run('git', ['cat-file', '-e', `${commit}^{commit}`]).then(
    () => true,
    () => false,
  );
}

/** Builds the gateway of a commit, with the packages that are installed now. */
export async function buildVersion(commit: string): Promise<BuiltVersion> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-version-'));
  await run('sh', ['-c', 'git archive "$@" | tar -x -C "$0"', folder, commit, ...PARTS]);
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  await run('node_modules/.bin/nest', ['build', 'gateway'], { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' } });
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return { program: join(folder, 'dist/apps/gateway/src/main.js'), remove };
}
