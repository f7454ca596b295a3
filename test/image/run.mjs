// Builds the image of the Dockerfile with buildah and runs image.spec.ts over it: `npm run test:image`. Needs root, buildah and
// debootstrap, but no daemon and no registry of images. The tests run in a network of their own, and the image's files are
// read-only there. Exits with 77 if that is not possible here.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { HAS_NODE_BINARY } from '../../scripts/node-binary.mjs';
import { makeBase } from './base.mjs';

const SKIPPED = 77;
const IMAGE = 'localhost/job-gateway';
const NEEDED = ['buildah', 'debootstrap', 'unshare', 'ip', 'mount', 'chroot'];
/** Prepares the files and the network in which the tests run, then runs them. */
const SCRIPT = `set -e
ip link set lo up
mount --make-rprivate /
mount --bind "$IMAGE_ROOT" "$IMAGE_ROOT"
mount -o remount,bind,ro "$IMAGE_ROOT"
mount --bind "$IMAGE_DATA" "$IMAGE_ROOT/var/lib/job-gateway"
mount --bind "$IMAGE_SETTINGS" "$IMAGE_ROOT/etc/job-gateway"
mount --rbind /proc "$IMAGE_ROOT/proc"
mount --rbind /dev "$IMAGE_ROOT/dev"
exec node_modules/.bin/jest --selectProjects image --runInBand --testTimeout=120000`;

const reason = missing();
if (reason !== undefined) {
  console.log(`skipped: the image: ${reason}`);
  process.exit(SKIPPED);
}
const folder = await mkdtemp(join(tmpdir(), 'job-gateway-image-'));
try {
  process.exitCode = await testImage();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function testImage() {
  const [, base] = /^ARG NODE_IMAGE=(\S+)$/m.exec(await readFile('Dockerfile', 'utf8')) ?? [];
  await timed('base', () => makeBase(base, { buildah, folder, run }));
  await timed('image', () => {
    const build = [
      '--isolation',
      'chroot',
      '--network',
      'host',
      '--pull-never',
      '--format',
      'docker',
      '--layers=false',
    ];
    buildah('bud', '--quiet', ...build, '--tag', IMAGE, '.');
  });
  const container = buildah('from', '--pull-never', IMAGE).trim();
  const root = buildah('mount', container).trim();
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify(JSON.parse(buildah('inspect', '--type', 'image', IMAGE)).Docker));
  const [data, settings] = [join(folder, 'data'), join(folder, 'settings')];
  for (const each of [data, settings, join(root, 'etc/job-gateway')]) await mkdir(each);
  await chown(data, 1000, 1000);
  const env = {
    NODE_OPTIONS: '--experimental-vm-modules',
    IMAGE_ROOT: root,
    IMAGE_CONFIG: config,
    IMAGE_DATA: data,
    IMAGE_SETTINGS: settings,
  };
  const tests = spawnSync('unshare', ['--mount', '--net', 'sh', '-c', SCRIPT], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  return tests.status === 0 ? 0 : 1;
}

/** Why the image cannot be built here. */
function missing() {
  if (process.getuid?.() !== 0) return 'not root';
  if (!HAS_NODE_BINARY) return 'no Node program in npm for this machine';
  const program = NEEDED.find((name) => !isInstalled(name));
  return program && `${program} is not on the PATH`;
}

function isInstalled(program) {
  return (process.env.PATH ?? '').split(delimiter).some((path) => {
    try {
      accessSync(join(path, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs buildah with a store of its own in the temporary folder. Returns its standard output. */
function buildah(...args) {
  const store = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
  return run('buildah', [...store, ...args]);
}

function run(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${error?.message ?? ''}\n${stdout}${stderr}`);
}

async function timed(what, make) {
  const began = Date.now();
  await make();
  console.log(`${what}: built in ${Math.round((Date.now() - began) / 1_000)} s`);
}
