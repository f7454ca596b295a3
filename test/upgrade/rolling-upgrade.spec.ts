import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';

import { Clients } from '../replicas/clients.js';
import { printFigure, Replicas, until } from '../replicas/replicas.js';
import { awaitJob, type Outcome, pauseJob } from './acting-clients.js';
import { type BuiltVersion, buildVersion, hasCommit } from './old-version.js';

/** The commit of version 0.1.0. */
const OLD_COMMIT = 'ca88ca74a557287f2c599aee59ad7cde3fcd0499';
const LOAD = { watchClients: 100, requestsPerSecond: 100 };
/** How often another job is added, paused and awaited, in ms. */
const ACTION_INTERVAL_MS = 250;

const isThere = await hasCommit(OLD_COMMIT);
if (!isThere) printFigure(`skipped: the commit ${OLD_COMMIT} of version 0.1.0 is not in this clone`);

(isThere ? describe : describe.skip)('a rolling upgrade of two replicas from version 0.1.0', () => {
  let old: BuiltVersion;
  let redis: RedisServer;
  let replicas: Replicas;

  beforeAll(async () => {
    old = await buildVersion(OLD_COMMIT);
    redis = await startRedisServer();
    replicas = await Replicas.prepare(2, { kind: 'redis', url: redis.url, namespace: 'jobs' }, 300);
    await replicas.start(0, old.program);
    await replicas.start(1, old.program);
    await replicas.allPolledSince(0, Date.now());
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
    const since = Date.now();
    for (const each of [0, 1]) await replicas.allPolledSince(each, since);
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
    for (const at of [0, 1]) await replicas.allPolledSince(at, since);
    const last = (await replicas.jobs(0))?.revision as string;
    await until('every watch client has the last change', () => clients.watchClientsBehind(last) === 0);
    const { events, failed, lost, requests, retried } = await clients.stop();
    printFigure(
      `rolling upgrade: ${requests} requests, ${failed.length} failed, ${retried} sent again to the other replica; ` +
        `${events} events to ${LOAD.watchClients} watches, ${lost.length} lost; ${pauses.length} actions, ${waits.length} waits`,
    );
    expect({ failed, lost }).toEqual({ failed: [], lost: [] });
    expect([...pauses, ...waits].filter(({ failure }) => failure !== undefined)).toEqual([]);
    const truth = new Map(east.truth().map((job) => [job.nativeId, job]));
    const sent = pauses.map(
      ({ nativeId }) =>
        truth
          .get(nativeId)
          ?.actions.map(({ action }) => action)
          .join() ?? '',
    );
    expect(new Set(sent)).toEqual(new Set(['pause']));
    for (const at of [0, 1]) {
      const list = await replicas.jobs(at);
      expect(list && replicas.missingOutcomes(list, since)).toEqual([]);
    }
    expect(requests).toBeGreaterThan(1_000);
    expect(pauses.length).toBeGreaterThan(20);
  });
});
