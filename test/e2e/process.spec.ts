import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { readUntil } from '@gateway/testing/until';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { configurationFor, type GatewayProcess, SIMULATOR_ENV, startProcess } from '../support/gateway-process.js';

describe('the gateway as a process', () => {
  let folder: string;
  let port: number;
  let running: GatewayProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-process-'));
    port = await freePort();
  });

  afterEach(async () => {
    running?.kill('SIGKILL');
    await running?.ended;
    running = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  async function start(config: object | string, env?: Record<string, string>): Promise<GatewayProcess> {
    const file = join(folder, 'gateway.yaml');
    await writeFile(file, typeof config === 'string' ? config : JSON.stringify(config));
    running = startProcess(file, env);
    return running;
  }

  const configOf = (simulator: Simulator) => configurationFor(simulator, port, folder);
  const list = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/api/jobs?max_records=1000`).catch(() => undefined);
    return response?.ok ? ((await response.json()) as { revision: string; records: { id: string }[] }) : undefined;
  };

  it('reports every error of an invalid configuration with its path, and exits with code 2 without listening', async () => {
    const { ended } = await start(
      [
        'server: { port: eighty }',
        'stoer: {}',
        'sources:',
        '  - { name: East, kind: ontap, url: "https://10.0.0.1/api", auth: { basic: { username: a, password: planted-word } } }',
        '  - { name: west, kind: netapp, url: "https://10.0.0.2", auth: { bearer: { token: "${NOT_SET}" } }, poll: { interval: 300s } }',
      ].join('\n'),
    );
    const { code, stderr, stdout } = await ended;
    expect(code).toBe(2);
    for (const path of [
      'server.port',
      'stoer',
      'sources[0].name',
      'sources[0].url',
      'sources[1].kind',
      'sources[1].auth.bearer.token',
    ]) {
      expect(stderr).toContain(`${path}: `);
    }
    expect(stderr + stdout).not.toContain('planted-word');
    expect(await list()).toBeUndefined();
  });

  it('exits with code 2 if the file does not exist, with code 1 if the port is in use, and with an error message', async () => {
    running = startProcess(join(folder, 'nowhere.yaml'));
    expect(await running.ended).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere.yaml') });
    const other = createServer().listen(port, '127.0.0.1');
    const { ended } = await start({
      server: { port },
      store: { kind: 'embedded', path: join(folder, 'data') },
      sources: [],
    });
    expect(await ended).toMatchObject({ code: 1, stderr: expect.stringContaining('EADDRINUSE') });
    other.close();
  });

  it('exits with code 1 and one line, without secrets, if Redis is unreachable', async () => {
    const url = `redis://:planted-word@127.0.0.1:${await freePort()}`;
    const { ended } = await start({ server: { port }, store: { kind: 'redis', url, namespace: 'jobs' }, sources: [] });
    const { code, stderr, stdout } = await ended;
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr + stdout).not.toContain('planted-word');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops with code 0 on %s, even with a client connected', async (signal) => {
    const simulator = await startSimulator(OPTIONS);
    const { kill, ended } = await start(configOf(simulator), SIMULATOR_ENV);
    await readUntil(list, (answer) => (answer?.records.length ?? 0) > 0);
    kill(signal);
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    await simulator.close();
  });

  it('loses no job that a client has read when it is killed with SIGKILL', async () => {
    const simulator = await startSimulator({ ...OPTIONS, churn: 3000 });
    const shown = new Map<string, string>();
    let revision = '';
    for (let round = 0; round < 3; round += 1) {
      const { kill, ended } = await start(configOf(simulator), SIMULATOR_ENV);
      const target = shown.size + 10;
      await readUntil(
        async () => {
          const answer = await list();
          for (const job of answer?.records ?? []) shown.set(job.id, JSON.stringify(job));
          revision = answer?.revision ?? revision;
          return shown.size;
        },
        (size) => size >= target,
      );
      kill('SIGKILL');
      expect((await ended).signal).toBe('SIGKILL');
    }
    await simulator.close();
    await start(configOf(simulator), SIMULATOR_ENV);
    const after = await readUntil(list, (answer) => answer !== undefined);
    // The jobs are fetched one by one, because they may not fit on a page. The backends no longer run.
    const statuses = [...shown.keys()].map(
      async (id) => (await fetch(`http://127.0.0.1:${port}/api/jobs/${id}`)).status,
    );
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]));
    expect(Number(after?.revision.split('-')[0])).toBeGreaterThanOrEqual(Number(revision.split('-')[0]));
  });
});

const OPTIONS = {
  backends: { ontap: 1, 'service-engine': 1, 'unified-manager': 1 },
  jobs: 4,
  churn: 0,
  latencyMs: 0,
  seed: 3,
} as const;
