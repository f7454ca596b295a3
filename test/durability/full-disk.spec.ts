import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { until } from '@gateway/testing/until';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { type GatewayProcess, startProcess } from '../support/gateway-process.js';
import { inspectStore } from './inspect-store.js';
import { Reader } from './reader.js';
import { mountSmallDisk, type SmallDisk } from './small-disk.js';

const MEGABYTES = 24;
/** The gateway's memory may grow by at most this much while the disk is full. */
const MAX_GROWTH_KB = 60_000;

const disk = mountSmallDisk(MEGABYTES);
if (typeof disk === 'string') process.stderr.write(`skipped: full disk: cannot mount a file system: ${disk}\n`);

(typeof disk === 'string' ? describe.skip : describe)('the gateway on a full disk', () => {
  const { fill, free, path, release } = disk as SmallDisk;
  const data = join(path, 'data');
  let folder: string;
  let port: number;
  let simulator: Simulator;
  let reader: Reader;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-full-disk-'));
    simulator = await startSimulator({ ...BACKENDS });
    port = await freePort();
    reader = new Reader(
      url(),
      simulator.backends.map(({ name }) => name),
    );
    await writeFile(join(folder, 'gateway.yaml'), JSON.stringify(configuration()));
  });

  afterAll(async () => {
    gateway.kill('SIGKILL');
    await gateway.ended;
    await simulator.close();
    await rm(folder, { recursive: true });
    release();
  });

  const url = (): string => `http://127.0.0.1:${port}`;

  function configuration(): object {
    return {
      server: { host: '127.0.0.1', port },
      store: { kind: 'embedded', path: data },
      sources: simulator.backends.map((backend) => ({
        name: backend.name,
        kind: backend.kind,
        url: backend.url,
        auth: { basic: { username: backend.username, password: backend.password } },
        poll: { interval: '1s' },
      })),
    };
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async function get(route: string): Promise<any> {
    const response = await fetch(url() + route);
    expect(response.status).toBe(200);
    return response.json();
  }

  async function start(): Promise<void> {
    gateway = startProcess(join(folder, 'gateway.yaml'));
    expect(await reader.waitForList(() => false)).toBe(true);
  }

  /** The gateway's log lines with this message so far. */
  function lines(message: string): readonly Record<string, unknown>[] {
    const written = gateway.output().split('\n').slice(0, -1);
    return written.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === message);
  }

  const fetchSources = async (): Promise<readonly { status: string; reason?: string; age_seconds: number }[]> =>
    (await get('/api/sources')).records;
  const isStoreAway = async (): Promise<boolean> =>
    (await fetchSources()).every(({ reason }) => reason === 'stale: polling waits for the store');
  const isPolled = async (): Promise<boolean> => (await fetchSources()).every(({ status }) => status === 'ok');

  async function expectNothingLost(): Promise<void> {
    const { faults, jobs } = await inspectStore(data, reader, true);
    expect([...faults, ...reader.faults]).toEqual([]);
    expect(jobs).toBeGreaterThanOrEqual(reader.shown.size);
  }

  it('serves reads, logs one error, uses no more memory, and resumes by itself when there is space', async () => {
    await start();
    await until('all sources are polled', isPolled);
    await fill();
    await until('polling waits for the store', isStoreAway);
    const before = await get('/api/jobs?max_records=1000');
    expect((await get('/health/ready')).details.store).toMatchObject({ answers: false });
    const memory = residentKb(gateway.pid);
    await until('the disk was full for ten seconds', async () =>
      (await fetchSources()).every((one) => one.age_seconds > 10),
    );
    expect(residentKb(gateway.pid) - memory).toBeLessThan(MAX_GROWTH_KB);
    expect((await get('/api/jobs?max_records=1000')).revision).toBe(before.revision);
    expect(before.records.length).toBeGreaterThan(0);

    await free();
    await until('all sources are polled again', isPolled);
    await until('the gateway logs that the store writes again', async () => lines('store writes again').length === 1);
    expect(lines('store cannot write')).toMatchObject([{ level: 50, path: data }]);
    expect(lines('store cannot write')[0]?.reason).toContain('No space left on device');
    const ended = simulator.backends.flatMap((backend) =>
      backend
        .truth()
        .filter(({ outcome }) => outcome !== undefined)
        .map(({ nativeId }) => `${backend.name}~${nativeId}`),
    );
    expect(ended.length).toBeGreaterThan(0);
    await until('every job that ended meanwhile is in the list', async () => {
      const listed = new Set((await get('/api/jobs?max_records=1000')).records.map(({ id }: { id: string }) => id));
      return ended.every((id) => listed.has(id));
    });
    await expectNothingLost();
  }, 120_000);

  it('does not start when killed there, prints the reason, and has lost nothing when there is space', async () => {
    await until('all sources are polled', isPolled);
    await fill();
    await until('polling waits for the store', isStoreAway);
    gateway.kill('SIGKILL');
    await gateway.ended;
    gateway = startProcess(join(folder, 'gateway.yaml'));
    const { code, stderr } = await gateway.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^the store directory \S+ cannot be opened: .*No space left on device\n$/);
    await free();
    await expectNothingLost();
    await start();
    await until('all sources are polled', isPolled);
    await expectNothingLost();
  }, 120_000);
});

/** The resident memory of a process, in kB. */
function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

const BACKENDS = {
  backends: { ontap: 2, 'service-engine': 1 },
  jobs: 10,
  churn: 120,
  latencyMs: 0,
  seed: 7,
} as const;
