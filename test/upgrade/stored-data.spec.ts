import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type ConfiguredSource, Secret } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';

import { loadConfig } from '../../libs/config/src/testing/config-folder.js';
import { SIMULATOR_ENV } from '../support/gateway-process.js';
import { type Home, makeFolder } from '../support/home.js';
import { startGateway, type TestGateway } from '../support/start-gateway.js';
import { loadRedis } from './redis-dump.js';
import { type Expected, FIXTURES, readServed } from './served.js';

/** The released versions, each with the stores that it has written. */
const VERSIONS = readdirSync(FIXTURES);

/** Puts the stored data where a gateway can open them. */
async function homeWith(version: string, kind: 'embedded' | 'redis'): Promise<Home> {
  if (kind === 'embedded') {
    const folder = await makeFolder();
    await cp(join(FIXTURES, version, kind), folder.path, { recursive: true });
    return folder;
  }
  const [url, namespace] = [process.env.TEST_REDIS_URL as string, `test-${randomUUID()}`];
  await loadRedis(url, await readFile(join(FIXTURES, version, 'redis.ndjson'), 'utf8'), namespace);
  return { store: { kind, url: new Secret(url), namespace }, remove: async () => undefined };
}

describe.each(VERSIONS)('data that version %s has stored', (version) => {
  let sources: readonly ConfiguredSource[];
  let adapters: Record<string, FakeAdapter>;

  beforeEach(() => {
    sources = loadConfig(join(FIXTURES, version, 'gateway.json'), SIMULATOR_ENV).sources;
    const names = [...sources.map(({ source }) => source.name), 'um1-cluster1'];
    // Backends that never answer, so that only stored data is served.
    adapters = Object.fromEntries(names.map((name) => [name, new FakeAdapter()]));
    for (const adapter of Object.values(adapters)) adapter.fault = 'hang';
  });

  describe.each(['embedded', 'redis'] as const)('in a store of kind %s', (kind) => {
    let expected: Expected;
    let home: Home;
    let gateway: TestGateway | undefined;

    beforeEach(async () => {
      expected = JSON.parse(await readFile(join(FIXTURES, version, `${kind}.expected.json`), 'utf8')) as Expected;
      home = await homeWith(version, kind);
    });
    afterEach(async () => {
      await gateway?.close();
      await home.remove();
    });

    async function start(): Promise<TestGateway> {
      const clock = new ManualTime(expected.time);
      gateway = await startGateway(adapters, home, clock, {}, sources);
      return gateway;
    }

    it('is served as that version has served it, and again after a restart', async () => {
      const { time: _, ...served } = expected;
      for (let starts = 0; starts < 2; starts += 1) {
        const started = await start();
        expect(await readServed(started.url, expected.requests)).toEqual(served);
        expect(started.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
        await started.close();
      }
      gateway = undefined;
    });

    it('can be continued: a new job gets a later revision, and a watch has it after the stored changes', async () => {
      const { east } = adapters;
      if (!east) throw new Error('no adapter');
      const started = await start();
      east.fault = undefined;
      east.add('new-job');
      await started.poll('east');
      const { events, jobs } = await readServed(started.url, expected.requests);
      expect(events.slice(0, expected.events.length)).toEqual(expected.events);
      expect(events.some((event) => event.startsWith('put east~new-job '))).toBe(true);
      expect(jobs).toHaveLength(expected.jobs.length + 1);
    });
  });
});

it('there is a version with stored data', () => {
  expect(VERSIONS).toContain('0.1.0');
});
