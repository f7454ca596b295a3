import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { until } from '@gateway/testing/until';

import { SIMULATOR_ENV } from '../support/gateway-process.js';
import { SimulatedGateway } from '../support/simulated-gateway.js';

const run = promisify(execFile);

/** The blocks of commands on the page, in order. */
async function documentedCommands(): Promise<readonly string[]> {
  const page = await readFile('docs/upgrades.md', 'utf8');
  return [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands = '']) => commands);
}

describe('the commands of docs/upgrades.md', () => {
  let gateway: SimulatedGateway;

  beforeAll(async () => {
    gateway = await SimulatedGateway.start({ backends: { ontap: 1 }, jobs: 5, churn: 0, latencyMs: 0, seed: 3 }, {});
    // An installation: the program, and its configuration in the default place.
    const { folder } = gateway;
    for (const name of ['dist', 'node_modules']) await symlink(resolve(name), join(folder, name));
    await cp('package.json', join(folder, 'package.json'));
    await mkdir(join(folder, 'config'));
    const file = await readFile(join(folder, 'gateway.yaml'), 'utf8');
    await writeFile(join(folder, 'config/gateway.yaml'), file);
  });
  afterAll(() => gateway.close());

  async function shell(commands: string): Promise<string> {
    const env = { ...process.env, NODE_OPTIONS: '', ...SIMULATOR_ENV };
    return (await run('sh', ['-ec', commands], { cwd: gateway.folder, env })).stdout;
  }

  const jobs = async (): Promise<readonly string[]> => {
    const response = await fetch(`${gateway.url}/api/jobs?order_by=id`);
    return ((await response.json()) as { records: { id: string }[] }).records.map(({ id }) => id);
  };

  it('work in the order of the page', async () => {
    const [beforeUpgrade = '', backup = '', restore = '', ...others] = await documentedCommands();
    expect(others).toEqual([]);
    await until('the jobs are there', async () => (await jobs()).length === 5);
    const before = await jobs();

    expect(await shell(beforeUpgrade)).toContain('backup of ');
    await gateway.stop();
    await gateway.open();
    expect(await shell(backup)).toContain(' in backups/monday, as of ');
    expect((await readdir(join(gateway.folder, 'backups/monday'))).sort()).toContain('manifest.json');

    await gateway.stop();
    expect(await shell(restore)).toContain('restored the backup of ');
    await gateway.open();
    expect(await jobs()).toEqual(before);

    // Back to the former state.
    await gateway.stop();
    await rename(join(gateway.folder, 'data'), join(gateway.folder, 'data.restored'));
    await rename(join(gateway.folder, 'data.old'), join(gateway.folder, 'data'));
    await gateway.open();
    expect(await jobs()).toEqual(before);
  });

  it('print exactly the documented error for a later format', async () => {
    const page = await readFile('docs/upgrades.md', 'utf8');
    const [, documented = ''] = /^```\n(the store directory .*?)\n```$/ms.exec(page) ?? [];
    await gateway.stop();
    await writeFile(join(gateway.folder, 'data/format.json'), '{"format":2,"readable_since":"0.4.0"}');
    const failure = (await shell('npm start --silent').catch((error: unknown) => error)) as { stderr: string };
    const [shown = ''] = /\/\S+/.exec(documented) ?? [];
    expect(failure.stderr.trim()).toBe(documented.replace(shown, join(gateway.folder, 'data')));
  });
});
