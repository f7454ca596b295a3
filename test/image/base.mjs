// A stand-in for the base that the Dockerfile names, where no registry of images can be reached: Debian by debootstrap, with
// Node's program, the npm of this machine and the user `node`, as in the original.
import { appendFile, copyFile, cp, mkdir, realpath, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { nodeBinary } from '../../scripts/node-binary.mjs';

/** The authorities that npm trusts in the build. */
const AUTHORITIES = '/etc/ssl/certs/build.pem';

/**
 * Makes the base in the store of `buildah`, a function that runs it. `image` is its full name, such as
 * `docker.io/library/node:26.12.1-trixie-slim`. `run` runs other programs; `folder` is for temporary files.
 */
export async function makeBase(image, { buildah, folder, run }) {
  const [, version, suite] = /:(\d+\.\d+\.\d+)-(\w+)-slim$/.exec(image) ?? [];
  if (version === undefined) throw new Error(`expected a base such as node:26.12.1-trixie-slim, got ${image}`);
  const root = join(folder, 'base');
  // In mounts of its own, so that none is left.
  run('unshare', [
    '--mount',
    'debootstrap',
    '--variant=minbase',
    '--include=ca-certificates,libatomic1,libstdc++6',
    suite,
    root,
  ]);
  await addNode(root, version);
  await addUser(root);
  const variables = await addSettings(root);
  const container = buildah('from', 'scratch').trim();
  buildah('add', '--quiet', container, root, '/');
  buildah('config', ...variables.flatMap((variable) => ['--env', variable]), container);
  buildah('commit', '--quiet', '--rm', container, image);
}

async function addNode(root, version) {
  await copyFile(await nodeBinary(version), join(root, 'usr/local/bin/node'));
  const npm = await npmFolder();
  await cp(npm, join(root, 'usr/local/lib/node_modules/npm'), { recursive: true, dereference: true });
  for (const name of ['npm', 'npx']) {
    await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, 'usr/local/bin', name));
  }
}

/** Where the npm of this machine is installed. */
async function npmFolder() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const program = await realpath(join(folder, 'npm')).catch(() => undefined);
    if (program !== undefined) return dirname(dirname(program));
  }
  throw new Error('npm is not on the PATH');
}

async function addUser(root) {
  await appendFile(join(root, 'etc/passwd'), 'node:x:1000:1000::/home/node:/bin/sh\n');
  await appendFile(join(root, 'etc/group'), 'node:x:1000:\n');
  await mkdir(join(root, 'home/node'), { recursive: true });
}

/** What npm needs in the build to reach the registry that it reaches here. Resolves with environment variables. */
async function addSettings(root) {
  await copyFile(join(homedir(), '.npmrc'), join(root, 'root/.npmrc')).catch(ifMissing);
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const authorities = process.env.NODE_EXTRA_CA_CERTS;
  if (!authorities) return [path];
  await copyFile(authorities, join(root, AUTHORITIES));
  return [path, `NODE_EXTRA_CA_CERTS=${AUTHORITIES}`];
}

function ifMissing(error) {
  if (error.code !== 'ENOENT') throw error;
}
