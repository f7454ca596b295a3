import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';

import { Clients } from '../replicas/clients.js';
import { printFigure, Replicas, until } from '../replicas/replicas.js';
import { awaitJob, type Outcome, pauseJob, UNKNOWN_OUTCOME } from './acting-clients.js';
import { buildVersion, type BuiltVersion, hasCommit } from './old-version.js';

/** The commit of version 0.1.0. */
const OLD_COMMIT = 'ca88ca74a557287f2c599aee59ad7cde3fcd0499';
const LOAD = { watchClients: 50, requestsPerSecond: 50 };
/** How often another job is added, paused and awaited, in ms. */
const ACTION_INTERVAL_MS = 500;
const CHURN = 120;

const isThere = await hasCommit(OLD_COMMIT);
if (!isThere) printFigure(`skipped: the commit ${OLD_COMMIT} of version 0.1.0 is not in this clone`);

(isThere ? describe : describe.skip)('a rolling upgrade of two replicas from version 0.1.0', () => {
  let old: BuiltVersion;
  let redis: RedisServer;
  let replicas: Replicas;

  beforeAll(async () => {
    old = await buildVersion(OLD_COMMIT);
    redis = await startRedisServer();
    replicas = await Replicas.prepare(2, { kind: 'redis', url: redis.url, namespace: 'jobs' }, CHURN);
    await replicas.start(0, old.program);
    await replicas.start(1, old.program);
    await polledSince(Date.now());
  }, 300_000);
  afterAll(async () => {
    await replicas?.stop();
    await redis?.stop();
    await old?.remove();
  });

  /** Stops a replica in order and starts it again, of the old version or of this one. */
  async function replace(at: number, program?: string): Promise<void> {
    expect(await replicas.end(at, 'SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    await replicas.start(at, program);
    await polledSince(Date.now());
  }

  /** Waits until both replicas show that every source was polled since a time, however late the polls are. */
  async function polledSince(since: number): Promise<void> {
    for (const at of [0, 1]) {
      await until(`replica ${at} shows a poll of every source`, async () => {
        const sources = await replicas.sources(at);
        return sources.length > 0 && sources.every(({ last_success_time: last }) => Date.parse(last ?? '') >= since);
      });
    }
  }

  it('and back, fails no request, loses no event and sends no action twice, under load', async () => {
    const { simulator, urls } = replicas;
    const east = simulator.backend('east');
    const clients = new Clients(urls, LOAD);
    await clients.start();
    const [paused, awaited]: Promise<Outcome>[][] = [[], []];
    const acting = setInterval(() => {
      paused?.push(pauseJob(east, urls, paused.length));
      awaited?.push(awaitJob(east, urls, awaited.length));
    }, ACTION_INTERVAL_MS);

    await replace(0);
    await replace(0, old.program);
    await replace(0);
    await replace(1);

    clearInterval(acting);
    const pauses = await Promise.all(paused ?? []);
    const waits = await Promise.all(awaited ?? []);
    const since = Date.now();
    await polledSince(since);
    const last = (await replicas.jobs(0))?.revision as string;
    await until('every watch client has the last change', () => clients.watchClientsBehind(last) === 0);
    const { events, failed, lost, requests, retried } = await clients.stop();
    printFigure(
      `rolling upgrade: ${requests} requests, ${failed.length} failed, ${retried} sent again to the other replica; ` +
        `${events} events to ${LOAD.watchClients} watches, ${lost.length} lost; ${pauses.length} actions, ${waits.length} waits`,
    );
    expect({ failed, lost }).toEqual({ failed: [], lost: [] });
    expect([...pauses, ...waits].filter(({ failure }) => failure !== undefined)).toEqual([]);
    expect(new Set(waits.map(({ status }) => status))).toEqual(new Set([200]));
    const truth = new Map(east.truth().map((job) => [job.nativeId, job]));
    for (const { nativeId, status } of pauses) {
      const sent = truth.get(nativeId)?.actions.map(({ action }) => action);
      expect(status === UNKNOWN_OUTCOME ? ['', 'pause'] : ['pause']).toContain(sent?.join());
    }
    for (const at of [0, 1]) {
      const list = await replicas.jobs(at);
      expect(list && replicas.missingOutcomes(list, since)).toEqual([]);
    }
    expect(requests).toBeGreaterThan(500);
    expect(pauses.length).toBeGreaterThan(10);
  });
});
