import { setTimeout as delay } from 'node:timers/promises';

import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { accessFor, as } from '../../../../test/support/callers.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const CALLERS = { adam: ['admin'], vera: ['viewer', 'source.name=east'] } as const;

describe('a watch that waits for its first revision', () => {
  let gateway: TestGateway;
  let west: FakeAdapter;
  /** The time of the store, which is in its revisions. */
  let now: number;

  beforeEach(async () => {
    const east = new FakeAdapter();
    west = new FakeAdapter();
    for (const backend of [east, west]) backend.add('1');
    now = Date.now();
    const clock = { now: () => now };
    gateway = await startGateway({ east, west }, undefined, clock, undefined, undefined, accessFor(CALLERS));
    for (const source of ['east', 'west']) await poll(source);
  });
  afterEach(() => gateway.close());

  const poll = async (source: string): Promise<void> => {
    const { status } = await gateway.request('POST', `/api/sources/${source}/poll`, { headers: as('adam') });
    expect(status).toBe(200);
  };

  it.each([
    ['ends at once if its token is removed meanwhile', accessFor({ adam: ['admin'] }), true],
    ['continues if others change', accessFor({ ...CALLERS, olga: ['operator'] }), false],
  ])('%s', async (_, access, ends) => {
    // The first change at that time has this revision.
    const later = now + 1_000;
    const after = `${later}-0`;
    const opening = EventStreamClient.open(`${gateway.url}/api/jobs/watch?after=${after}`, as('vera'));
    await delay(500);
    gateway.changeAccess(access);
    now = later;
    west.add('2');
    await poll('west');
    const client = await opening;
    expect(client.status).toBe(200);
    if (ends) await client.ends();
    else await delay(200);
    expect(client.ended).toBe(ends);
    await client.cut();
  });
});
