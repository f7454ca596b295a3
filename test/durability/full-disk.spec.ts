import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { freePort } from '@gateway/testing/free-port';
import { until } from '@gateway/testing/until';
import { type GatewayProcess, startProcess } from '../support/gateway-process.js';
import { inspectStore } from './inspect-store.js';
import { Reader } from './reader.js';
import { mountSmallDisk, type SmallDisk } from './small-disk.js';

const MEGABYTES = 24;
/** While the disk is full the gateway may need this much more memory at most, for what it does anyway. */
const MOST_GROWTH_KB = 60_000;

const disk = mountSmallDisk(MEGABYTES);
if (typeof disk === 'string') process.stderr.write(`Skipped, a full disk: cannot mount one (${disk})\n`);

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
    expect(await reader.begin(() => false)).toBe(true);
  }

  /** What the gateway has logged so far with this message. */
  function lines(message: string): readonly Record<string, unknown>[] {
    const written = gateway.output().split('\n').slice(0, -1);
    return written.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === message);
  }

  const statuses = async (): Promise<readonly { status: string; reason?: string; age_seconds: number }[]> =>
    (await get('/api/sources')).records;
  const isAway = async (): Promise<boolean> =>
    (await statuses()).every(({ reason }) => reason === 'stale: polling waits for the store');
  const isPolled = async (): Promise<boolean> => (await statuses()).every(({ status }) => status === 'ok');

  async function expectNothingLost(): Promise<void> {
    const { faults, jobs } = await inspectStore(data, reader, true);
    expect([...faults, ...reader.faults]).toEqual([]);
    expect(jobs).toBeGreaterThanOrEqual(reader.shown.size);
  }

  it('reads on, says so once, waits without growing, and goes on by itself once there is space', async () => {
    await start();
    await until('all sources are polled', isPolled);
    await fill();
    await until('polling waits for the store', isAway);
    const before = await get('/api/jobs?max_records=1000');
    expect((await get('/health/ready')).details.store).toMatchObject({ answers: false });
    const memory = residentKb(gateway.pid);
    await until('ten seconds of it have passed', async () => (await statuses()).every((one) => one.age_seconds > 10));
    expect(residentKb(gateway.pid) - memory).toBeLessThan(MOST_GROWTH_KB);
    expect((await get('/api/jobs?max_records=1000')).revision).toBe(before.revision);
    expect(before.records.length).toBeGreaterThan(0);

    await free();
    await until('all sources are polled again', isPolled);
    await until('the log of the gateway says so', async () => lines('store writes again').length === 1);
    expect(lines('store cannot write')).toMatchObject([{ level: 50, path: data }]);
    expect(lines('store cannot write')[0]?.reason).toContain('No space left on device');
    const ended = simulator.backends.flatMap((backend) =>
      backend
        .truth()
        .filter(({ outcome }) => outcome !== undefined)
        .map(({ nativeId }) => `${backend.name}~${nativeId}`),
    );
    expect(ended.length).toBeGreaterThan(0);
    await until('every job that has ended meanwhile is there', async () => {
      const held = new Set((await get('/api/jobs?max_records=1000')).records.map(({ id }: { id: string }) => id));
      return ended.every((id) => held.has(id));
    });
    await expectNothingLost();
  }, 120_000);

  it('killed there it does not start, says why, and has lost nothing once there is space', async () => {
    await until('all sources are polled', isPolled);
    await fill();
    await until('polling waits for the store', isAway);
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

/** Memory of a process, in kB. */
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
