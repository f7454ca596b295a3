/**
 * Makes the stores of a released version, with every kind of entry, and what that version served from them:
 * `node --import ./libs/testing/src/typescript-loader.mjs test/upgrade/make-fixture.ts FOLDER VERSION`. FOLDER is a checkout of
 * the version with its build. Needs redis-server. The result is in `test/upgrade/fixtures/VERSION`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { freePort } from '@gateway/testing/free-port';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { readUntil, until } from '@gateway/testing/until';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { SIMULATOR_ENV } from '../support/gateway-process.js';
import { dumpRedis } from './redis-dump.js';
import { type Expected, FIXTURES, KEYED_ACTION, readServed } from './served.js';

/** The ports of the simulator: the configuration is the same for every version. */
const SIMULATOR_PORT = 19_500;
/** How long the simulated ONTAP keeps a finished job, in seconds. */
const KEPT_S = 10;
/** Files of LevelDB without data. */
const NO_DATA = /^(LOCK|LOG|LOG\.old|.*\.sock)$/;
const LONG = [{ state: 'running', forMs: 3_600_000 }, { state: 'success' }];

const [program = '', version = ''] = process.argv.slice(2);
if (version === '') throw new Error('expected two arguments: the folder of the built version, and the version');

const target = join(FIXTURES, version);

async function make(kind: 'embedded' | 'redis'): Promise<void> {
  const simulator = await startSimulator({
    backends: { ontap: 1, 'service-engine': 1, 'unified-manager': 1 },
    ...{ managed: 1, jobs: 1, churn: 0, latencyMs: 0, seed: 11, retentionMs: KEPT_S * 1_000, port: SIMULATOR_PORT },
  });
  const folder = await mkdtemp(join(tmpdir(), 'gateway-fixture-'));
  const redis = kind === 'redis' ? await startRedisServer() : undefined;
  try {
    await mkdir(target, { recursive: true });
    const store = redis ? { kind, url: redis.url, namespace: 'jobs' } : { kind, path: join(folder, 'data') };
    const gateway = new BuiltGateway(folder, await freePort());
    await gateway.configure({ store, sources: sourcesOf(simulator) });
    const sources = { store: { kind: 'embedded', path: './data' }, sources: sourcesOf(simulator) };
    await writeFile(join(target, 'gateway.json'), `${JSON.stringify(sources, undefined, 1)}\n`);
    const expected = await fill(gateway, simulator);
    await save(kind, folder, redis);
    await writeFile(join(target, `${kind}.expected.json`), `${JSON.stringify(expected, undefined, 1)}\n`);
  } finally {
    await redis?.stop();
    await simulator.close();
    await rm(folder, { recursive: true });
  }
}

function sourcesOf(simulator: Simulator): readonly object[] {
  const byKind = {
    ontap: { poll: { interval: '1s', timeout: '1s', finished_job_ttl: `${KEPT_S}s` } },
    'service-engine': { poll: { interval: '1s' } },
    'unified-manager': { poll: { interval: '1s' }, discover: { clusters: true, interval: '10s' } },
  };
  return simulator.backends.map(({ kind, name, url, username }) => ({
    ...{ name, kind, url, auth: { basic: { username, password: '${SIMULATOR_PASSWORD}' } } },
    ...byKind[kind],
  }));
}

/** Brings the store into a state with every kind of entry, and returns what the gateway serves at the end. */
async function fill(gateway: BuiltGateway, simulator: Simulator): Promise<Expected> {
  const east = simulator.backend('east');
  await gateway.start();
  await gateway.allOk(4);
  const paused = `east~${east.addJob({ pausable: true, steps: LONG })}`;
  const bulked = [1, 2, 3].map(() => `east~${east.addJob({ pausable: true, steps: LONG })}`);
  const removed = east.addJob({ steps: LONG });
  const ids = [paused, ...bulked, `east~${removed}`];
  await readUntil(
    () => gateway.json('/api/jobs?max_records=1000'),
    ({ records }) => ids.every((id) => records.some((job: { id: string }) => job.id === id)),
  );
  const keyed = `/api/jobs/${paused}?action=pause`;
  await gateway.patch(keyed, { 'Idempotency-Key': KEYED_ACTION });
  // The Service Engine has no actions: this one is refused, and recorded.
  const [engineJob] = (await gateway.json('/api/jobs?source.name=engine1')).records;
  await gateway.patch(`/api/jobs/${engineJob.id}?action=cancel`);
  const bulk = await runBulk(gateway, bulked);
  await gateway.patch(`/api/jobs?source.name=east&action=resume&dry_run=true`);
  east.removeJob(removed);
  await readUntil(
    () => gateway.json(`/api/jobs/east~${removed}`),
    ({ gone }) => gone === true,
  );
  await east.setFault({ kind: 'down' });
  await readUntil(
    () => gateway.json('/api/jobs'),
    ({ gaps }) => gaps.length > 0,
  );
  await east.setFault(undefined);
  await gateway.allOk(4);
  const { revision: from } = await gateway.json('/api/jobs');
  // Part of the data is in a data file of LevelDB, the rest in its write log.
  await gateway.stop();
  await gateway.start();
  await gateway.allOk(4);
  east.addJob({ steps: LONG });
  simulator.backend('engine1').addJob();
  simulator.backend('um1-cluster1').addJob({ steps: LONG });
  await readUntil(
    () => gateway.json('/api/jobs?max_records=1000'),
    ({ records }) => records.length >= ids.length + 3,
  );
  await settled(gateway);
  const served = await readServed(gateway.url, { from, keyed, bulk });
  await gateway.stop();
  return { ...served, time: Date.now() };
}

async function runBulk(gateway: BuiltGateway, jobs: readonly string[]): Promise<string> {
  const action = `/api/jobs?id=${jobs.join('|')}&action=pause`;
  const { confirm } = await gateway.patch(`${action}&dry_run=true`);
  const answer = await fetch(`${gateway.url}${action}&confirm=${confirm}`, { method: 'PATCH' });
  const path = answer.headers.get('location') ?? '';
  await readUntil(
    () => gateway.json(path),
    ({ state }) => state === 'done',
  );
  const id = path.slice(path.lastIndexOf('/') + 1);
  await readUntil(
    () => gateway.json(`/api/actions?bulk_id=${id}`),
    ({ records }) => records.every((record: { outcome: string }) => record.outcome === 'done'),
  );
  return id;
}

/** Waits until the revision has not changed for three polls. */
async function settled(gateway: BuiltGateway): Promise<void> {
  const revision = async (): Promise<string> => (await gateway.json('/api/jobs')).revision;
  for (let same = 0, last = await revision(); same < 3;) {
    await delay(1_200);
    const next = await revision();
    same = next === last ? same + 1 : 0;
    last = next;
  }
}

async function save(kind: 'embedded' | 'redis', folder: string, redis: RedisServer | undefined): Promise<void> {
  if (redis) return writeFile(join(target, 'redis.ndjson'), await dumpRedis(redis.url));
  const to = join(target, kind);
  await cp(join(folder, 'data'), to, { recursive: true, filter: (path) => !NO_DATA.test(basename(path)) });
  console.log(`${kind}: ${(await readdir(to)).join(' ')}`);
}

/** A gateway of the version, as a process. */
class BuiltGateway {
  readonly url: string;
  readonly #file: string;
  #stop: (() => Promise<void>) | undefined;

  constructor(
    folder: string,
    private readonly port: number,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.#file = join(folder, 'gateway.yaml');
  }

  async configure(sections: object): Promise<void> {
    await writeFile(this.#file, JSON.stringify({ server: { port: this.port }, ...sections }));
  }

  async start(): Promise<void> {
    const args = [join(program, 'dist/apps/gateway/src/main.js'), '--config', this.#file];
    const env = { ...process.env, ...SIMULATOR_ENV };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    this.#stop = async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    };
    await until('the gateway is ready', async () => {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      return answer?.ok === true;
    });
  }

  async stop(): Promise<void> {
    await this.#stop?.();
  }

  /** Waits until this many sources are polled. */
  async allOk(count: number): Promise<void> {
    await readUntil(
      () => this.json('/api/sources'),
      ({ records }) => records.length === count && records.every(({ status }: { status: string }) => status === 'ok'),
    );
  }

  async json(path: string): Promise<any> /* eslint-disable-line @typescript-eslint/no-explicit-any */ {
    return (await fetch(this.url + path)).json();
  }

  async patch(
    path: string,
    headers: Record<string, string> = {},
  ): Promise<any> /* eslint-disable-line @typescript-eslint/no-explicit-any */ {
    return (await fetch(this.url + path, { method: 'PATCH', headers })).json();
  }
}

await rm(target, { recursive: true, force: true });
await make('embedded');
await make('redis');
