import { createServer, type Server } from 'node:http';

import { type ManualTime } from '@gateway/testing/manual-time';
import { generate } from 'selfsigned';

import { type SimulatedBackend, type Simulator, startSimulator } from './simulator.js';
import { callBackend, send, simulators, timeAtNoon } from './testing/simulated.js';

const start = simulators();
const LISTS = {
  ontap: '/api/cluster/jobs?fields=*',
  'service-engine': '/api/v2.1/jobs',
  'unified-manager': '/api/management-server/jobs',
};
const QUIET = {
  backends: { ontap: 1, 'service-engine': 1, 'unified-manager': 1 },
  jobs: 0,
  churn: 0,
  latencyMs: 0,
  seed: 1,
};

function truthOf(simulator: Simulator): unknown {
  return simulator.backends.map((backend) => [backend.name, backend.truth()]);
}

function list(backend: SimulatedBackend): Promise<unknown> {
  return callBackend(backend, LISTS[backend.kind]).then(({ text }) => text);
}

/** Advances by an hour in steps and lists the jobs of some backends after each step. */
async function watched(
  simulator: Simulator,
  clock: ManualTime,
  stepMs: number,
  names: readonly string[],
): Promise<void> {
  for (let turned = 0; turned < 3_600_000; turned += stepMs) {
    clock.pass(Math.min(stepMs, 3_600_000 - turned));
    for (const name of names) await list(simulator.backend(name));
  }
}

function listening(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
  });
}

function closed(server: Server): Promise<unknown> {
  return new Promise((resolve) => server.close(resolve));
}

/** The first of `count` consecutive free ports below the system's range of ephemeral ports. */
async function freePorts(count: number): Promise<number> {
  const first = 20_000 + Math.floor(Math.random() * 10_000);
  const ports = Array.from({ length: count }, (_, index) => first + index);
  const attempts = await Promise.allSettled(ports.map(listening));
  const servers = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
  await Promise.all(servers.map(closed));
  return servers.length === count ? first : freePorts(count);
}

describe('a simulator', () => {
  it('has the same jobs for the same seed, whatever requests it receives', async () => {
    const busy = { backends: { ontap: 2 }, jobs: 10, churn: 7, seed: 5 };
    const [here, there] = [timeAtNoon(), timeAtNoon()];
    const [one, two] = [await start({ ...busy, clock: here }), await start({ ...busy, clock: there })];
    await watched(one, here, 97_000, ['east', 'um1', 'engine1', 'west']);
    await watched(two, there, 1_000_000, ['west', 'engine1']);
    expect(truthOf(one)).toEqual(truthOf(two));
    expect(await Promise.all(one.backends.map(list))).toEqual(await Promise.all(two.backends.map(list)));
    expect(one.backend('east').truth()).toHaveLength(10 + 7 * 60);
  });

  it('has different jobs for another seed and on every backend', async () => {
    const clock = timeAtNoon();
    const simulators = [
      await start({ clock, jobs: 5, seed: 1 }),
      await start({ clock, jobs: 5, seed: 2, backends: { ontap: 2 } }),
    ];
    const ids = simulators.flatMap(({ backends }) =>
      backends.flatMap((each) => each.truth().map((job) => job.nativeId)),
    );
    expect(new Set(ids).size).toBe(5 * 7);
  });

  it('starts with jobs of which half have ended and none is past its retention', async () => {
    const simulator = await start({ clock: timeAtNoon(), jobs: 20 });
    for (const backend of simulator.backends) {
      const truth = backend.truth();
      expect(truth.filter(({ outcome }) => outcome !== undefined)).toHaveLength(10);
      expect(truth.filter(({ deletedAt }) => deletedAt !== undefined)).toEqual([]);
    }
  });

  it('adds jobs at the configured rate', async () => {
    const clock = timeAtNoon();
    const east = (await start({ clock, churn: 4 })).backend('east');
    clock.pass(14_999);
    expect(east.truth()).toHaveLength(0);
    clock.pass(1);
    expect(east.truth().map(({ createdAt }) => createdAt)).toEqual([clock.now()]);
  });

  it('records what happened to jobs without any request, to the millisecond', async () => {
    const clock = timeAtNoon();
    const east = (await start({ clock, retentionMs: 10_000 })).backend('east');
    const began = clock.now();
    const nativeId = east.addJob({ steps: [{ state: 'running', forMs: 700 }, { state: 'failure' }] });
    clock.pass(24 * 3_600_000);
    expect(east.truth()).toEqual([
      {
        nativeId,
        createdAt: began,
        transitions: [
          { state: 'running', at: began },
          { state: 'failure', at: began + 700 },
        ],
        outcome: 'failure',
        deletedAt: began + 10_700,
        actions: [],
      },
    ]);
  });

  it('can delete a job before its end and records no outcome for it', async () => {
    const clock = timeAtNoon();
    const east = (await start({ clock })).backend('east');
    const uuid = east.addJob({ steps: [{ state: 'running', forMs: 60_000 }, { state: 'success' }] });
    clock.pass(1_000);
    east.removeJob(uuid);
    clock.pass(100_000);
    const [truth] = east.truth();
    expect(truth).toMatchObject({ transitions: [{ state: 'running' }], deletedAt: clock.now() - 100_000 });
    expect(truth).not.toHaveProperty('outcome');
  });

  it('refuses a second job with the same id, settings for an unknown backend, and unknown names', async () => {
    const simulator = await start();
    simulator.backend('east').addJob({ nativeId: 'a' });
    expect(() => simulator.backend('east').addJob({ nativeId: 'a' })).toThrow('there is a job a already');
    expect(() => simulator.backend('nowhere')).toThrow('there is no backend nowhere');
    await expect(startSimulator({ ...QUIET, settings: { nowhere: {} } })).rejects.toThrow('no backend nowhere');
  });

  it('uses the ports after that of its control address', async () => {
    const port = await freePorts(5);
    const simulator = await start({ port, managed: 1 });
    const backends = [...simulator.backends, ...simulator.managedClusters];
    const urls = [simulator.controlUrl, ...backends.map(({ url }) => url)];
    expect(urls.map((url) => Number(new URL(url).port))).toEqual([0, 1, 2, 3, 4].map((offset) => port + offset));
  });

  it('closes all open ports if a port is in use', async () => {
    const port = await freePorts(2);
    const taken = await listening(port + 1);
    await expect(startSimulator({ ...QUIET, port })).rejects.toThrow('EADDRINUSE');
    await expect(send(`http://127.0.0.1:${port}`, '/backends')).rejects.toThrow('ECONNREFUSED');
    await closed(taken);
  });
});

describe('a simulator with TLS', () => {
  it('serves HTTPS and accepts a client certificate of its authority as a login to ONTAP', async () => {
    const subject = [{ name: 'commonName', value: '127.0.0.1' }];
    const made = await generate(subject, {
      algorithm: 'sha256',
      keySize: 2048,
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
      clientCertificate: true,
    });
    const east = (await start({ tls: { cert: made.cert, key: made.private, ca: made.cert } })).backend('east');
    expect(east.url).toMatch(/^https:/);
    const path = '/api/cluster/jobs';
    const ca = made.cert;
    const client = { cert: made.clientcert ?? '', key: made.clientprivate ?? '' };
    expect((await callBackend(east, path, { tls: { ca } })).status).toBe(200);
    expect((await callBackend(east, path, { tls: { ca }, login: false })).status).toBe(401);
    expect((await callBackend(east, path, { tls: { ca, ...client }, login: false })).status).toBe(200);
  });
});
