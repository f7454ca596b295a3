/** Watch and wait end to end: with simulated backends, restarts, and two replicas on one Redis. */
import { isDeepStrictEqual } from 'node:util';

import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { readUntil } from '@gateway/testing/until';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { type Home, makeHome, STORE_KINDS } from '../support/home.js';
import { sourcesFor } from '../support/sources.js';
import { startGateway, type TestGateway } from '../support/start-gateway.js';

const HOUR_MS = 3_600_000;

/** The records after the events that the clients received, one client after the other, by job id. */
function copyOf(...clients: readonly EventStreamClient[]): ReadonlyMap<string, string> {
  const jobs = new Map<string, string>();
  for (const { data, type } of clients.flatMap(({ events }) => events)) {
    const { id } = JSON.parse(data) as { readonly id: string };
    if (type === 'removed') jobs.delete(id);
    else jobs.set(id, data);
  }
  return jobs;
}

/** Waits until the records of the clients equal the gateway's list. */
async function agree(gateway: TestGateway, query: string, ...clients: readonly EventStreamClient[]): Promise<void> {
  await readUntil(
    async () => {
      const { body } = await gateway.get(`/api/jobs?max_records=1000&${query}`);
      const listed = body.records.map((job: { readonly id: string }) => [job.id, job]);
      const received = [...copyOf(...clients)].map(([id, text]) => [id, JSON.parse(text)]);
      return { listed: new Map(listed), received: new Map(received as [string, unknown][]) };
    },
    ({ listed, received }) => isDeepStrictEqual(listed, received),
  );
}

describe.each(STORE_KINDS)('a watch, on the %s store', (kind) => {
  let simulator: Simulator;
  let home: Home;
  let gateways: TestGateway[];

  beforeEach(async () => {
    simulator = await startSimulator({
      backends: { ontap: 1, 'service-engine': 1 },
      jobs: 5,
      churn: 0,
      latencyMs: 0,
      seed: 1,
    });
    home = await makeHome(kind);
    gateways = [];
  });
  afterEach(async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
    await simulator.close();
    await home.remove();
  });

  async function start(): Promise<TestGateway> {
    const gateway = await startGateway(sourcesFor(simulator), home);
    gateways.push(gateway);
    return gateway;
  }

  /** Adds jobs to the cluster that run and end. Returns their ids. */
  function churn(count: number): string[] {
    const east = simulator.backend('east');
    const steps = [{ state: 'running', forMs: 150 }, { state: 'success' }] as const;
    return Array.from({ length: count }, () => `east~${east.addJob({ steps })}`);
  }

  it('continues at the next gateway after the previous one has stopped', async () => {
    const first = await start();
    const before = await EventStreamClient.open(`${first.url}/api/jobs/watch`);
    const ids = churn(5);
    await readUntil(
      () => before.received,
      (received) => ids.every((id) => received.includes(`added ${id}`)),
    );
    await first.close();
    gateways = [];
    await before.ends();
    ids.push(...churn(5));
    const second = await start();
    const after = await EventStreamClient.open(`${second.url}/api/jobs/watch`, { 'last-event-id': before.lastEventId });
    for (const id of ids) await second.job(id, ({ state }) => state === 'success');
    await agree(second, '', before, after);
    await after.cut();
  });

  it('sends the changes of a job, and a wait for its end returns', async () => {
    const gateway = await start();
    const { body } = await gateway.get('/api/jobs?state=running');
    const client = await EventStreamClient.open(gateway.url + body._links.watch.href);
    const nativeId = simulator
      .backend('east')
      .addJob({ steps: [{ state: 'running', forMs: 400 }, { state: 'failure' }] });
    const id = `east~${nativeId}`;
    const waited = await gateway.get(`/api/jobs/${id}?wait=60`);
    expect(waited.body).toMatchObject({ id, state: 'failure', terminal: true });
    await readUntil(
      () => client.received,
      (received) => received.includes(`removed ${id}`),
    );
    expect(client.received.filter((event) => event.endsWith(id))).toEqual([`added ${id}`, `removed ${id}`]);
    await client.cut();
  });
});

describe('two replicas on one Redis', () => {
  it('send a client that changes between them every event exactly once', async () => {
    const simulator = await startSimulator({
      backends: { ontap: 1 },
      jobs: 5,
      churn: 0,
      latencyMs: 0,
      seed: 2,
    });
    const home = await makeHome('redis');
    const sources = sourcesFor(simulator);
    const replicas = [await startGateway(sources, home), await startGateway(sources, home)] as const;
    const east = simulator.backend('east');
    const clients: EventStreamClient[] = [];
    for (let visit = 0; visit < 6; visit += 1) {
      const url = replicas[visit % 2 === 0 ? 0 : 1].url;
      const lastEventId = clients.at(-1)?.lastEventId ?? '';
      const client = await EventStreamClient.open(`${url}/api/jobs/watch?state=running|queued`, {
        'last-event-id': lastEventId,
      });
      expect(client.status).toBe(200);
      clients.push(client);
      const ends = `east~${east.addJob({ steps: [{ state: 'running', forMs: 2_000 }, { state: 'success' }] })}`;
      const stays = `east~${east.addJob({ steps: [{ state: 'running', forMs: HOUR_MS }] })}`;
      await readUntil(
        () => client.received,
        (received) => [ends, stays].every((each) => received.some((event) => event.endsWith(each))),
      );
      await client.cut();
    }
    const last = await EventStreamClient.open(`${replicas[0].url}/api/jobs/watch?state=running|queued`, {
      'last-event-id': clients.at(-1)?.lastEventId ?? '',
    });
    await agree(replicas[1], 'state=running|queued', ...clients, last);
    const ids = [...clients, last].flatMap(({ events }) => events).flatMap(({ lastEventId }) => lastEventId || []);
    expect(new Set(ids).size).toBe(ids.length);
    await last.cut();
    await Promise.all(replicas.map((replica) => replica.close()));
    await simulator.close();
    await home.remove();
  });
});
