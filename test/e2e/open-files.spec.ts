import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { readUntil, until } from '@gateway/testing/until';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { configurationFor, type GatewayProcess, SIMULATOR_ENV, startProcess } from '../support/gateway-process.js';
import { RawClient } from '../support/raw-requests.js';

const OPEN_FILES = 1_024;
const CLIENTS = 1_200;
const REQUEST = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';

describe('a gateway that may open few files', () => {
  let folder: string;
  let simulator: Simulator;
  let running: GatewayProcess;
  let url: string;
  const clients: RawClient[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-files-'));
    simulator = await startSimulator({ backends: { ontap: 2 }, jobs: 4, churn: 600, latencyMs: 0, seed: 3 });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const file = join(folder, 'gateway.yaml');
    await writeFile(file, JSON.stringify(configurationFor(simulator, port, folder)));
    running = startProcess(file, SIMULATOR_ENV, { openFiles: OPEN_FILES });
    await readUntil(revision, (now) => now !== undefined);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.cut();
    running.kill('SIGKILL');
    await running.ended;
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  const answer = async <Body>(path: string): Promise<Body> => (await fetch(url + path)).json() as Body;
  const revision = () =>
    answer<{ readonly revision: string }>('/api/jobs?return_records=false').then(
      (body) => body.revision,
      () => undefined,
    );
  const statuses = async () => {
    const { records } = await answer<{ readonly records: readonly { readonly status: string }[] }>('/api/sources');
    return records.map(({ status }) => status);
  };
  const lines = () =>
    running
      .output()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { readonly level: number; readonly msg: string });

  it.each([
    ['without a request', ''],
    ['after a request', REQUEST],
    ['with headers that stop', 'GET /health/live HTTP/1.1\r\n'],
  ])('polls, stores and accepts clients while more connections than files are idle: %s', async (_case, bytes) => {
    for (let at = 0; at < CLIENTS; at += 1) {
      const client = await RawClient.open(url);
      if (bytes !== '') client.send(bytes);
      clients.push(client);
    }
    const late = await RawClient.open(url);
    clients.push(late);
    late.send(REQUEST);
    await until('a new client is answered', () => late.responses.length === 1);
    const before = await revision();
    await until('changes are stored', async () => (await revision()) !== before);
    await readUntil(statuses, (now) => now.every((status) => status === 'ok'));
    expect(clients.filter(({ closed }) => !closed).length).toBeGreaterThan(OPEN_FILES / 2);
    expect(lines().find(({ msg }) => msg.includes('limit of open files'))).toMatchObject({ open_files: OPEN_FILES });
    expect(lines().filter(({ msg }) => msg.startsWith('maximum number of connections'))).toMatchObject([{ level: 40 }]);
    expect(lines().filter(({ level }) => level > 40)).toEqual([]);
  });
});
