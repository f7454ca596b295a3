/** `npm start -- check`: tries the sources of a configuration. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { configurationFor, SIMULATOR_ENV, startProcess } from '../support/gateway-process.js';

const BACKENDS = {
  backends: { ontap: 1, 'service-engine': 1, 'unified-manager': 1 },
  jobs: 5,
  churn: 0,
  latencyMs: 0,
  seed: 1,
};

describe('the check of a configuration', () => {
  let folder: string;
  let simulator: Simulator;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-check-'));
    simulator = await startSimulator(BACKENDS);
  });
  afterEach(async () => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function check(
    config: object,
    ...args: string[]
  ): Promise<{ code: number | null; lines: string[]; stderr: string }> {
    const file = join(folder, 'gateway.yaml');
    await writeFile(file, JSON.stringify(config));
    const { code, stderr, stdout } = await startProcess(file, SIMULATOR_ENV, { args: ['check', ...args] }).ended;
    return { code, lines: stdout.trimEnd().split('\n'), stderr };
  }

  it('prints one line for each source, with a remedy for what fails, and exits with 0 or 1', async () => {
    const config = configurationFor(simulator, await freePort(), folder);
    const good = await check(config);
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.lines).toHaveLength(config.sources.length);
    for (const line of good.lines) expect(line).toMatch(/^ok {4}\S+ +version .*; (newest )?jobs: \d+/);
    const [first, ...others] = config.sources;
    const wrong = { ...first, auth: { basic: { username: 'planted-name', password: 'planted-word' } } };
    const bad = await check({ ...config, sources: [wrong, ...others] });
    expect(bad.code).toBe(1);
    expect(bad.lines[0]).toMatch(new RegExp(`^FAIL  ${first?.name} +unauthorized: .*; check auth`));
    expect(bad.lines.slice(1)).toEqual(good.lines.slice(1));
    expect(bad.lines.join()).not.toContain('planted');
    const one = await check({ ...config, sources: [wrong, ...others] }, '--source', others[0]?.name ?? '');
    expect(one).toMatchObject({ code: 0, lines: [good.lines[1]?.replace(/ +version/, '  version')] });
  });

  it('prints that there is no source', async () => {
    const config = configurationFor(simulator, await freePort(), folder);
    expect(await check({ ...config, sources: [] })).toMatchObject({
      code: 0,
      lines: ['The configuration is valid. It has no sources.'],
    });
  });

  it('rejects an unknown source and an invalid configuration by name', async () => {
    const config = configurationFor(simulator, await freePort(), folder);
    expect(await check(config, '--source', 'nowhere')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--source: expected the name of a configured source'),
    });
    expect(await check({ ...config, store: {} })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('store.kind'),
    });
  });
});
