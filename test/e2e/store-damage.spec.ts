/** A store that another program damages while gateways use it, or while none does. */
import { type Job, Secret } from '@gateway/core';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { readUntil, until } from '@gateway/testing/until';
import { ClassicLevel } from 'classic-level';
import { Redis } from 'ioredis';

import { type SimulatedBackend, type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { type Home, makeFolder, makeHome } from '../support/home.js';
import { sourcesFor } from '../support/sources.js';
import { startGateway, type TestGateway } from '../support/start-gateway.js';

const HOUR_MS = 3_600_000;
/** A running and a successful job, in the words of each kind of backend. */
const STATES = {
  ontap: ['running', 'success'],
  'service-engine': ['running', 'successful'],
  'unified-manager': ['running/normal', 'completed/normal'],
} as const;
/** What another program may store in place of a record. */
const NO_RECORDS = ['', 'null', '1-0 0 0\nnull', '[]', '{"id":5}', '1-0 0 0\n{"id":5}', 'x\ny'];

function startBackends(): Promise<Simulator> {
  return startSimulator({
    backends: { ontap: 1, 'service-engine': 1, 'unified-manager': 1 },
    jobs: 10,
    churn: 0,
    latencyMs: 0,
    seed: 5,
  });
}

/** Adds a job that runs for some time and then succeeds; returns its id in the gateway. */
function addJob(backend: SimulatedBackend, forMs = HOUR_MS): string {
  const [running, success] = STATES[backend.kind];
  return `${backend.name}~${backend.addJob({ steps: [{ state: running, forMs }, { state: success }] })}`;
}

/** All jobs that a gateway serves, by id. */
async function jobsOf(gateway: TestGateway): Promise<Map<string, Job>> {
  const { body } = await gateway.get('/api/jobs?max_records=1000&fields=*');
  return new Map((body.records as Job[]).map((job) => [job.id, job]));
}

async function metric(gateway: TestGateway, name: string): Promise<number> {
  const { text } = await gateway.get('/metrics');
  return Number(new RegExp(`^job_gateway_${name} (.+)$`, 'm').exec(text)?.[1]);
}

/** Waits until every source is ok by a poll that began after a time in ms. */
async function allPolledSince(gateway: TestGateway, since: number): Promise<void> {
  await readUntil(
    () => gateway.get('/api/sources'),
    ({ body }) =>
      body.records.every(
        (source: { status: string; last_success_time?: string }) =>
          source.status === 'ok' && Date.parse(source.last_success_time ?? '') > since,
      ),
  );
}

describe('a Redis whose data another program damages', () => {
  let simulator: Simulator;
  let home: Home;
  let redis: Redis;
  let gateway: TestGateway;
  let prefix: string;

  beforeEach(async () => {
    simulator = await startBackends();
    home = await makeHome('redis');
    prefix = `{${'namespace' in home.store ? home.store.namespace : ''}}:`;
    redis = new Redis(process.env.TEST_REDIS_URL ?? '');
    gateway = await startGateway(sourcesFor(simulator), home);
    await gateway.allSourcesOk();
  });

  afterEach(async () => {
    await gateway.close();
    await simulator.close();
    await redis.quit();
    await home.remove();
  });

  /** The texts of the stored records that are not those which the gateway serves; empty once all are. */
  async function wrongRecords(): Promise<readonly string[]> {
    const [stored, served] = [await redis.hgetall(`${prefix}jobs`), await jobsOf(gateway)];
    const textOf = (id: string): string | undefined => stored[id]?.slice(stored[id].indexOf('\n') + 1);
    return [...served].filter(([id, job]) => textOf(id) !== JSON.stringify(job)).map(([id]) => id);
  }

  async function allStored(): Promise<void> {
    await until('the store has every record again', async () => (await wrongRecords()).length === 0);
  }

  /** The sources whose status was not `ok` since a time in ms. */
  function faultySince(since: number): Set<unknown> {
    const changes = gateway.lines.filter(({ msg, time, to }) => {
      return msg === 'source status changed' && to !== 'ok' && Date.parse(String(time)) >= since;
    });
    return new Set(changes.map(({ source }) => source));
  }

  /** Starts and ends a job on every backend, and waits until the gateway shows the end. */
  async function expectStatesMove(moved: TestGateway = gateway): Promise<void> {
    for (const backend of simulator.backends) {
      const id = addJob(backend, 300);
      await moved.job(id, ({ terminal }) => terminal === false);
      await moved.job(id, ({ terminal }) => terminal === true);
    }
  }

  it.each([
    ['deletes all records', 'DEL', 30],
    ['replaces the records by a key of another type', 'SET', 30],
    ['deletes all records and writes one of its own', 'HSET', 30],
    ['deletes one record', 'HDEL', 1],
  ])('is restored if it %s; until then the sources are not ok', async (_what, command, lost) => {
    const id = addJob(simulator.backend('engine1'));
    await gateway.job(id, ({ state }) => state === 'running');
    const before = await jobsOf(gateway);
    const since = Date.now();
    if (command === 'HDEL') await redis.hdel(`${prefix}jobs`, id);
    else await redis.del(`${prefix}jobs`);
    if (command === 'SET') await redis.set(`${prefix}jobs`, 'x');
    if (command === 'HSET') await redis.hset(`${prefix}jobs`, 'foreign', 'x');
    const sources = command === 'HDEL' ? ['engine1'] : simulator.backends.map(({ name }) => name);
    await until('the sources are not ok', () => sources.every((source) => faultySince(since).has(source)));
    await allStored();
    await allPolledSince(gateway, since);
    expect(await metric(gateway, 'store_lost_records_total')).toBeGreaterThanOrEqual(lost);
    const after = await jobsOf(gateway);
    expect([...before.keys()].filter((each) => !after.has(each))).toEqual([]);
    const restored = gateway.lines.filter(({ msg }) => msg === 'store had lost records; restored them from the view');
    expect(restored).toMatchObject([{ level: 40 }]);
    await expectStatesMove();
  });

  it('does not freeze states if a record disappears just before its job changes', async () => {
    for (const backend of simulator.backends) {
      const id = addJob(backend, 1_000);
      await gateway.job(id, ({ terminal }) => terminal === false);
      await redis.hdel(`${prefix}jobs`, id);
      await gateway.job(id, ({ terminal }) => terminal === true);
    }
    await allStored();
  });

  it('is followed further if it has foreign records and changes, and the next polls replace them', async () => {
    const ids = simulator.backends.flatMap((backend) => NO_RECORDS.map(() => addJob(backend)));
    for (const id of ids) await gateway.job(id, () => true);
    for (const [at, id] of ids.entries()) {
      const head = (await redis.hget(`${prefix}jobs`, id))?.split('\n')[0] ?? '';
      const record = NO_RECORDS[at % NO_RECORDS.length]?.replace('1-0 0 0', head) ?? '';
      await redis.hset(`${prefix}jobs`, id, record);
      await redis.xadd(`${prefix}log`, '*', 'type', 'put', 'id', id, 'text', record);
    }
    await redis.hset(`${prefix}jobs`, 'foreign', 'x', 'foreign~1', 'null', 'a b~c', '{}');
    await redis.xadd(`${prefix}log`, '*', 'foo', 'bar');
    await redis.xadd(`${prefix}log`, '*', 'type', 'rename', 'id', ids[0] ?? '', 'text', '{}');
    await redis.xadd(`${prefix}log`, '*', 'text', '{}', 'x', 'y', 'z', '');
    await expectStatesMove();

    const second = await startGateway(sourcesFor(simulator), home);
    await expectStatesMove(second);
    for (const id of ids) await second.job(id, ({ state }) => state === 'running');
    for (const id of ids) expect((await jobsOf(gateway)).get(id)?.state).toBe('running');
    for (const each of [gateway, second]) {
      expect(each.lines.filter(({ msg }) => String(msg).startsWith('internal error'))).toEqual([]);
      const named = each.lines.filter(({ msg }) => String(msg).startsWith('stored records or changes are damaged'));
      const jobs = named.flatMap((line) => line.jobs as string[]);
      expect(jobs).toEqual([...new Set(jobs)]);
      expect(jobs).toEqual(expect.arrayContaining(each === gateway ? ids : ['foreign~1']));
    }
    await second.close();
    await allStored();
  });

  it('that lost its records while no gateway was running is restored from its log', async () => {
    const before = await jobsOf(gateway);
    await gateway.close();
    await redis.del(`${prefix}jobs`);
    gateway = await startGateway(sourcesFor(simulator), home);
    const after = await jobsOf(gateway);
    expect([...before.keys()].filter((id) => !after.has(id))).toEqual([]);
    await allStored();
    await expectStatesMove();
  });

  it.each(['log', 'memory', 'fencing', 'replicas'])(
    'that has another type at the key of the %s is repaired',
    async (key) => {
      await redis.del(`${prefix}${key}`);
      await redis.set(`${prefix}${key}`, 'x');
      await until('the key is moved', async () => (await redis.type(`${prefix}${key}`)) !== 'string');
      expect(await redis.get(`${prefix}${key}:moved`)).toBe('x');
      const since = Date.now();
      await allPolledSince(gateway, since);
      await expectStatesMove();
      const moved = gateway.lines.filter(({ msg }) => msg === 'another program replaced a key; moved it');
      expect(moved).toMatchObject([{ key: `${prefix}${key}` }]);
    },
  );

  it('that has a log entry which no revision can follow gets a new log', async () => {
    await redis.xadd(`${prefix}log`, '9999999999999999-1', 'foo', 'bar');
    await until('the log is moved', async () => (await redis.exists(`${prefix}log:moved`)) === 1);
    await expectStatesMove();
    await allStored();
  });
});

/** Before each test, starts a Redis with these settings, and backends. `start` starts a gateway that uses them. */
function redisWith(settings: Readonly<Record<string, string>>) {
  let server: RedisServer;
  let redis: Redis;
  let simulator: Simulator;

  beforeEach(async () => {
    server = await startRedisServer(settings);
    redis = new Redis(server.url);
    simulator = await startBackends();
  });

  afterEach(async () => {
    await simulator.close();
    redis.disconnect();
    await server.stop();
  });

  const start = (): Promise<TestGateway> => {
    const store = { kind: 'redis', url: new Secret(server.url), namespace: 'jobs' } as const;
    return startGateway(sourcesFor(simulator), { store, remove: async () => undefined });
  };
  return { redis: () => redis, start };
}

describe('a Redis that deletes data when it is full', () => {
  const { redis, start } = redisWith({ 'maxmemory-policy': 'allkeys-lru' });

  it('is reported at start and in readiness, until its policy is changed', async () => {
    const gateway = await start();
    const warnings = gateway.lines.filter(({ msg }) => msg === 'Redis deletes data when it is full');
    expect(warnings).toMatchObject([{ level: 40, policy: 'allkeys-lru' }]);
    const { body, status } = await gateway.get('/health/ready');
    expect([status, body.details.store.warnings]).toEqual([
      200,
      ['Redis deletes data when it is full: maxmemory-policy is allkeys-lru, expected noeviction'],
    ]);
    await redis().config('SET', 'maxmemory-policy', 'noeviction');
    await readUntil(
      () => gateway.get('/health/ready'),
      ({ body: ready }) => ready.details.store.warnings === undefined,
    );
    await gateway.close();
  });
});

describe('a Redis that rejects writes', () => {
  const { redis, start } = redisWith({ 'min-replicas-to-write': '1' });

  it('does not keep a gateway from starting; the sources are polled when it accepts them', async () => {
    const gateway = await start();
    expect((await gateway.get('/api/jobs')).status).toBe(200);
    await redis().config('SET', 'min-replicas-to-write', '0');
    await gateway.allSourcesOk();
    await gateway.close();
  });
});

describe('an embedded store with a damaged record', () => {
  it('shows the outcome again although its log has an earlier version of the job, and names the record', async () => {
    const simulator = await startBackends();
    const home = await makeFolder();
    let gateway = await startGateway(sourcesFor(simulator), home);
    await gateway.allSourcesOk();
    const ids: string[] = [];
    for (const backend of simulator.backends) {
      const id = addJob(backend, 500);
      await gateway.job(id, ({ state }) => state === 'running');
      await gateway.job(id, ({ state }) => state === 'success');
      ids.push(id);
    }
    await gateway.close();
    const level = new ClassicLevel(home.path);
    for (const id of ids) await level.put(`job!${id}`, 'x');
    await level.close();

    for (const records of [[ids.length], []]) {
      gateway = await startGateway(sourcesFor(simulator), home);
      for (const id of ids) await gateway.job(id, ({ state }) => state === 'success');
      await gateway.allSourcesOk();
      const named = gateway.lines.filter(({ msg }) => String(msg).startsWith('stored records or changes are damaged'));
      expect(named.map((line) => line.records)).toEqual(records);
      await gateway.close();
    }
    await simulator.close();
    await home.remove();
  });

  it.each(NO_RECORDS)('starts, names the record once, and the next poll replaces it: %j', async (record) => {
    const simulator = await startBackends();
    const home = await makeFolder();
    let gateway = await startGateway(sourcesFor(simulator), home);
    await gateway.allSourcesOk();
    const ids = simulator.backends.map((backend) => addJob(backend));
    for (const id of ids) await gateway.job(id, () => true);
    await gateway.close();
    const level = new ClassicLevel(home.path);
    for (const id of ids) {
      const head = (await level.get(`job!${id}`))?.split('\n')[0] ?? '';
      await level.put(`job!${id}`, record.replace('1-0 0 0', head));
    }
    await level.close();

    gateway = await startGateway(sourcesFor(simulator), home);
    for (const id of ids) await gateway.job(id, ({ state }) => state === 'running');
    await gateway.allSourcesOk();
    const named = gateway.lines.filter(({ msg }) => String(msg).startsWith('stored records or changes are damaged'));
    expect(named).toMatchObject([{ level: 50, records: ids.length }]);
    await gateway.close();
    gateway = await startGateway(sourcesFor(simulator), home);
    expect([...(await jobsOf(gateway)).keys()]).toEqual(expect.arrayContaining(ids));
    await gateway.close();
    await simulator.close();
    await home.remove();
  });
});
