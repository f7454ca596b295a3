/** The built gateway without a configuration, and the commands that need no running gateway. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { until } from '@gateway/testing/until';

import { type EndedProcess, type GatewayProcess, runGateway, startProcess } from '../support/gateway-process.js';

let folder: string;
let gateway: GatewayProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-first-run-'));
});
afterEach(async () => {
  gateway?.kill('SIGKILL');
  await gateway?.ended;
  gateway = undefined;
  await rm(folder, { recursive: true });
});

const missing = (): string => join(folder, 'etc/gateway.yaml');
const data = (): string => join(folder, 'data');
const written = (): string => join(data(), 'gateway.yaml');
const run = (...args: readonly string[]): Promise<EndedProcess> => runGateway([...args, '--config', missing()]);

/** Starts the gateway as the image does. */
function start(): GatewayProcess {
  gateway = startProcess(missing(), {}, { args: ['--first-run', data()] });
  return gateway;
}

describe('a first run', () => {
  it('prints one admin token, which the following starts accept and do not print', async () => {
    // The written configuration has this port. While something else uses it, the first start fails after the token was printed.
    const other = createServer().listen(8080, '0.0.0.0');
    other.on('error', () => undefined);
    const first = await start().ended;
    other.close();
    expect(first).toMatchObject({ code: 1, stderr: expect.stringContaining('EADDRINUSE') });
    const [token = '', ...others] = first.stdout.match(/jgw_[\w-]+/g) ?? [];
    expect(others).toEqual([]);
    const lines = first.stdout.split('\n');
    expect(lines).toContain(`  ${token}`);
    expect(lines.filter((line) => line.startsWith('{')).join()).not.toContain(token);
    expect(await run('check', '--first-run', data())).toMatchObject({ code: 0 });

    const port = await freePort();
    await writeFile(written(), (await readFile(written(), 'utf8')).replace('port: 8080', `port: ${port}`));
    const second = start();
    await until('the gateway is ready', () => second.output().includes('gateway is ready'));
    expect(second.output()).not.toContain('jgw_');
    expect(second.output()).toContain(`"file":${JSON.stringify(written())}`);
    // It listens on all addresses of this machine.
    const status = async (headers: Record<string, string>) =>
      (await fetch(`http://127.0.0.2:${port}/api/jobs`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: `Bearer ${token}` })).toBe(200);
    expect(await run('health', '--first-run', data())).toMatchObject({ code: 0, stderr: '' });
    second.kill('SIGTERM');
    expect(await second.ended).toMatchObject({ code: 0 });
    expect(await run('health', '--first-run', data())).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `http://127.0.0.1:${port}/health/live: ECONNREFUSED\n`,
    });
  });

  it('needs its option: without it, a missing configuration ends the process, and nothing is written', async () => {
    expect(await run()).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('ENOENT') });
    expect(await run('check', '--first-run', data())).toMatchObject({ code: 1 });
    expect(await run('health', '--first-run', data())).toMatchObject({ code: 1 });
    await expect(readFile(written())).rejects.toThrow('ENOENT');
  });

  it('ends with the reason if its folder cannot be written', async () => {
    await writeFile(data(), 'a file');
    const { code, stderr, stdout } = await start().ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--first-run: expected a folder in which the gateway can write gateway.yaml');
  });
});

it('prints its version', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  expect(await runGateway(['--version'])).toEqual({ code: 0, signal: null, stdout: `${version}\n`, stderr: '' });
});
