/** The package that `npm pack` makes, installed in an empty folder and used from there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { readUntil } from '@gateway/testing/until';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { developmentPackages } from '../support/development-packages.js';
import { configurationFor, SIMULATOR_ENV } from '../support/gateway-process.js';
import { outputOf } from '../support/run-program.js';

const BACKENDS = { backends: { ontap: 1, 'service-engine': 1 }, jobs: 4, churn: 0, latencyMs: 0, seed: 1 };
/** Beside the programs. */
const CONTAINED = [
  'dist/apps/dashboard/index.html',
  'dist/apps/dashboard/.vite/manifest.json',
  'config/gateway.example.yaml',
  'docs/operations.md',
  'deploy/systemd/job-gateway.service',
  'deploy/prometheus/alerts.yaml',
  'deploy/grafana/job-gateway.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
];
const NOT_CONTAINED =
  /\.map$|\.spec\.|\/testing\/|^dist\/site\/|^(apps|libs|test|bench|scripts|site)\/|^deploy\/(helm|compose)\/|\.test\.yaml$/;

let folder: string;
/** The folder in which the package is installed. */
let empty: string;
let files: readonly string[];
let simulator: Simulator;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-package-'));
  empty = join(folder, 'empty');
  await mkdir(empty);
  const [packed] = JSON.parse(await outputOf('npm', ['pack', '--json', '--pack-destination', folder]));
  files = packed.files.map(({ path }: { readonly path: string }) => path);
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await outputOf('npm', ['install', ...quiet, join(folder, packed.filename)], { cwd: empty });
  simulator = await startSimulator(BACKENDS);
});
afterAll(async () => {
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
});

it('contains the programs, the page and the documents, and nothing else of the repository', () => {
  expect(files).toEqual(expect.arrayContaining(CONTAINED));
  expect(files.filter((name) => NOT_CONTAINED.test(name))).toEqual([]);
});

it('installs its dependencies, and none that only the development needs', async () => {
  const { dependencies, devDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
  const isInstalled = (name: string): boolean => existsSync(join(empty, 'node_modules', name));
  expect(Object.keys(dependencies).filter((name) => !isInstalled(name))).toEqual([]);
  // Only direct ones: other versions of indirect ones may be at the same place here.
  const ours = (await developmentPackages()).filter((name) => name in devDependencies);
  expect(ours.length).toBeGreaterThan(20);
  expect(ours.filter(isInstalled)).toEqual([]);
});

it('runs as npx job-gateway --config FILE: its API, its page and its command line', async () => {
  const port = await freePort();
  await writeFile(join(empty, 'gateway.yaml'), JSON.stringify(configurationFor(simulator, port, folder)));
  // npx starts the gateway as a child, so both get a process group of their own.
  const gateway = spawn('npx', ['--no-install', 'job-gateway', '--config', 'gateway.yaml'], {
    cwd: empty,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', ...SIMULATOR_ENV },
  });
  const ended = once(gateway, 'exit');
  const url = `http://127.0.0.1:${port}`;
  try {
    const total = async (): Promise<unknown> => {
      const answer = await fetch(`${url}/api/jobs?return_records=false`).catch(() => undefined);
      return answer?.ok ? ((await answer.json()) as { total_records: number }).total_records : undefined;
    };
    expect(await readUntil(total, (count) => count === 8)).toBe(8);
    const page = await fetch(url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const program = (name: string): string => join(empty, 'node_modules/.bin', name);
    const listed = await outputOf(program('jobs'), ['list', '-o', 'name'], { env: { HOME: folder, JOBS_URL: url } });
    expect(listed.trimEnd().split('\n')).toHaveLength(8);
    const throughNpx = ['--no-install', 'jgw', 'list', '--url', url, '-o', 'name'];
    expect(await outputOf('npx', throughNpx, { cwd: empty, env: { HOME: folder } })).toBe(listed);
    expect(await outputOf(program('job-gateway'), ['health', '--config', 'gateway.yaml'], { cwd: empty })).toBe(
      `${url}/health/live: status 200\n`,
    );
  } finally {
    process.kill(-(gateway.pid as number), 'SIGTERM');
    await ended;
  }
});
