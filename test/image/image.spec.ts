/** The built image: what it contains, its first run, and its use with a configuration. Started by `run.mjs`. */
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { readUntil, until } from '@gateway/testing/until';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { developmentPackages } from '../support/development-packages.js';
import { tokenRule } from '../support/simulated-gateway.js';
import { IMAGE_CONFIG, IMAGE_ROOT, type ImageProcess, runInImage, SETTINGS, startInImage } from './image.js';

/** Not the address of a server that listens on 127.0.0.1 only. */
const OUTSIDE = 'http://127.0.0.2:8080';

let gateway: ImageProcess | undefined;
let simulator: Simulator | undefined;
afterEach(async () => {
  gateway?.kill('SIGKILL');
  await gateway?.code;
  gateway = undefined;
  await simulator?.close();
  simulator = undefined;
});

async function start(): Promise<ImageProcess> {
  const started = startInImage();
  gateway = started;
  await until('the gateway is ready', () => started.output().includes('gateway is ready'));
  return started;
}

async function stop(): Promise<void> {
  gateway?.kill('SIGTERM');
  expect(await gateway?.code).toBe(0);
}

const inImage = (path: string): string => join(IMAGE_ROOT, path);
const status = async (token?: string): Promise<number> =>
  (await fetch(`${OUTSIDE}/api/jobs`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }))
    .status;
const [, ...health] = IMAGE_CONFIG.Healthcheck.Test;

describe('the image', () => {
  it('runs as a user that is not root, and writes to one folder only', async () => {
    expect(IMAGE_CONFIG.User).toBe('1000:1000');
    expect(Object.keys(IMAGE_CONFIG.Volumes)).toEqual(['/var/lib/job-gateway']);
    expect(Object.keys(IMAGE_CONFIG.ExposedPorts)).toEqual(['8080/tcp']);
    const { text } = await runInImage(['find', '/', '-xdev', '-writable', '-not', '-type', 'l']);
    const writable = text.trim().split('\n');
    expect(writable.filter((path) => !path.startsWith('find: '))).toEqual(['/var/lib/job-gateway']);
  });

  it('has no file of the gateway that its user cannot read', async () => {
    expect(await runInImage(['find', '/app', '-not', '-readable'])).toEqual({ code: 0, text: '' });
  });

  it('has the dependencies and the page, but no development dependency, no npm and no curl', async () => {
    const { dependencies } = JSON.parse(await readFile('package.json', 'utf8'));
    const isThere = (name: string): boolean => existsSync(inImage(`app/node_modules/${name}`));
    expect(Object.keys(dependencies).filter((name) => !isThere(name))).toEqual([]);
    expect((await developmentPackages()).filter(isThere)).toEqual([]);
    expect(existsSync(inImage('app/dist/apps/dashboard/index.html'))).toBe(true);
    for (const program of ['npm', 'npx', 'curl']) expect((await runInImage(['which', program])).code).not.toBe(0);
  });

  it('names its bill of materials in a label', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(IMAGE_CONFIG.Labels).toMatchObject({ 'org.opencontainers.image.version': version });
    const { bomFormat, components } = JSON.parse(
      await readFile(inImage(IMAGE_CONFIG.Labels['job-gateway.sbom'] ?? ''), 'utf8'),
    );
    expect(bomFormat).toBe('CycloneDX');
    const installed = components.filter(({ name }: { readonly name: string }) =>
      existsSync(inImage(`app/node_modules/${name}`)),
    );
    expect(installed.length).toBeGreaterThan(100);
    expect((await runInImage(['job-gateway', '--version'])).text).toBe(`${version}\n`);
  });

  it('prints an admin token at the first start only, and answers others with access on', async () => {
    expect((await runInImage(health)).code).toBe(1);
    const first = await start();
    const [token = '', ...others] = first.output().match(/jgw_[\w-]+/g) ?? [];
    expect([token, others]).toEqual([expect.stringMatching(/^jgw_.{43}$/), []]);
    expect([await status(), await status(token), await status(`${token}x`)]).toEqual([401, 200, 401]);
    expect(await runInImage(health)).toEqual({ code: 0, text: 'http://127.0.0.1:8080/health/live: status 200\n' });
    await stop();
    const second = await start();
    expect(second.output()).not.toContain('jgw_');
    // Commands in the container need no options to find the configuration.
    expect(await runInImage(['job-gateway', 'check'])).toMatchObject({ code: 0 });
    expect(await runInImage(['job-gateway', 'backup', '/var/lib/job-gateway/backups/monday'])).toMatchObject({
      code: 0,
    });
    expect([await status(), await status(token)]).toEqual([401, 200]);
    expect((await fetch(OUTSIDE)).headers.get('content-type')).toBe('text/html; charset=utf-8');
    await stop();
  });

  it('is unhealthy if something else uses the port', async () => {
    const other = createServer((_request, response) => response.writeHead(500).end()).listen(8080, '127.0.0.1');
    expect((await runInImage(health)).code).toBe(1);
    other.close();
  });

  it('reports which user may not read a mounted configuration', async () => {
    const file = join(SETTINGS, 'gateway.yaml');
    await writeFile(file, '{}', { mode: 0o600 });
    expect(await runInImage(['job-gateway'])).toEqual({
      code: 1,
      text: expect.stringContaining('/etc/job-gateway/gateway.yaml: cannot be read by user 1000 (EACCES)'),
    });
    await rm(file);
  });

  it('uses a mounted configuration: the jobs of its sources are listed by the command line of the image', async () => {
    simulator = await startSimulator({ backends: { ontap: 2 }, jobs: 6, churn: 0, latencyMs: 0, seed: 1 });
    const config = {
      server: { host: '0.0.0.0', port: 8080 },
      access: { tokens: [tokenRule('viewer-token', { name: 'portal', role: 'viewer' })] },
      store: { kind: 'embedded', path: '/var/lib/job-gateway/store' },
      sources: simulator.backends.map(({ name, kind, url, username }) => ({
        ...{ name, kind, url },
        auth: { basic: { username, password_file: './password' } },
        poll: { interval: '1s' },
      })),
    };
    await writeFile(join(SETTINGS, 'password'), 'simulator\n');
    await writeFile(join(SETTINGS, 'gateway.yaml'), JSON.stringify(config));
    const { output } = await start();
    expect(output()).not.toContain('jgw_');
    const env = { JOBS_URL: OUTSIDE, JOBS_TOKEN: 'viewer-token', HOME: '/tmp' };
    const list = await readUntil(
      () => runInImage(['jgw', 'list', '-o', 'name'], env),
      ({ text }) => text.match(/^(east|west)~/gm)?.length === 12,
    );
    expect(list.code).toBe(0);
    expect((await runInImage(health)).code).toBe(0);
    await stop();
  });
});
