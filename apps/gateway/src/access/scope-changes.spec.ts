import { CONFIG_ORIGIN, type ConfiguredSource } from '@gateway/core';
import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { scopeOf } from '../../../../test/support/scoped-gateways.js';
import { fakeSource } from '../../../../test/support/sources.js';
import {
  SCOPE_HEADER,
  startGateway,
  type TestAnswer,
  type TestGateway,
} from '../../../../test/support/start-gateway.js';

const CALLER = { [SCOPE_HEADER]: 'caller' };

describe('a caller whose sources change', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;
  let west: FakeAdapter;

  beforeEach(async () => {
    [east, west] = [new FakeAdapter(), new FakeAdapter()];
    east.add('1');
    west.add('1');
    gateway = await startGateway({ east, west });
    await gateway.poll('east', 'west');
    gateway.scopes.set('caller', scopeOf('east', 'west'));
  });
  afterEach(() => gateway.close());

  const get = (path: string): Promise<TestAnswer> => gateway.request('GET', path, { headers: CALLER });

  it('is cut off from a watch before the next event, and starts again without the source', async () => {
    const client = await EventStreamClient.open(`${gateway.url}/api/jobs/watch`, CALLER);
    await until('the first events are complete', () => client.lastEventId !== '');
    gateway.scopes.set('caller', scopeOf('east'));
    west.add('1', { state: 'success' });
    await gateway.poll('west');
    await client.ends();
    expect(client.received.slice(2)).toEqual(['cut_off ']);
    expect(JSON.parse(client.events.at(-1)?.data ?? '')).toMatchObject({ reason: 'scope' });
    // Without a last event id, the client starts from the beginning.
    expect(client.lastEventId).toBe('');
    const again = await EventStreamClient.open(`${gateway.url}/api/jobs/watch`, CALLER);
    await until('the first events are complete again', () => again.lastEventId !== '');
    expect(again.received).toEqual(['added east~1']);
    await again.cut();
  });

  it('keeps a watch if the sources are the same', async () => {
    const client = await EventStreamClient.open(`${gateway.url}/api/jobs/watch?state=success`, CALLER);
    await until('the first events are complete', () => client.lastEventId !== '');
    gateway.scopes.set('caller', scopeOf('east', 'west'));
    west.add('1', { state: 'success' });
    await gateway.poll('west');
    await until('the job has changed', () => client.received.length > 0);
    expect([client.received, client.ended]).toEqual([['added west~1'], false]);
    await client.cut();
  });

  it('gets 404 for a job that they waited for, as for one of a source that is not configured', async () => {
    const unknown = await get('/api/jobs/north~1?wait=1');
    const waiting = get('/api/jobs/west~1?wait=1');
    await until('the request waits', () => gateway.waiting() === 1);
    gateway.scopes.set('caller', scopeOf('east'));
    west.add('1', { state: 'success' });
    await gateway.poll('west');
    const { body, status } = await waiting;
    expect(status).toBe(404);
    expect(body.detail).toBe(unknown.body.detail);
  });

  it('cannot use a cursor to see jobs of a source that they no longer see', async () => {
    for (const id of ['2', '3', '4']) for (const backend of [east, west]) backend.add(id);
    await gateway.poll('east', 'west');
    const { body } = await get('/api/jobs?max_records=1&order_by=native_id');
    gateway.scopes.set('caller', scopeOf('east'));
    const page = await get(body._links.next.href as string);
    expect(page.body).toMatchObject({ records: [{ id: 'east~2' }], total_records: 4 });
  });

  it('sees neither the number of all jobs nor the revision of the log in the state of the gateway', async () => {
    expect((await get('/health/ready')).body.details.view).toEqual({ status: 'up' });
    expect((await gateway.get('/health/ready')).body.details.view).toMatchObject({ status: 'up', jobs: 2 });
  });
});

describe('a caller who may see a cluster but not the Unified Manager that reported it', () => {
  it('does not see the name of the Unified Manager', async () => {
    const backends = { um1: new FakeAdapter('unified-manager'), 'um1-a': new FakeAdapter() };
    const origin = { kind: 'discovery', source: 'um1', cluster_uuid: '0d8a31b0-0d8a-4f0e-9f3c-0f1d6ba7a001' } as const;
    const sources: readonly ConfiguredSource[] = [
      { ...fakeSource('um1', 'unified-manager') },
      { ...fakeSource('um1-a', 'ontap'), source: { ...fakeSource('um1-a', 'ontap').source, origin } },
    ];
    const gateway = await startGateway(backends, undefined, undefined, undefined, sources);
    gateway.scopes.set('caller', scopeOf('um1-a'));
    gateway.scopes.set('both', scopeOf('um1', 'um1-a'));
    const originFor = async (name: string): Promise<unknown> => {
      const headers = { [SCOPE_HEADER]: name };
      const { body } = await gateway.request('GET', '/api/sources?origin.source=um1', { headers });
      const one = await gateway.request('GET', '/api/sources/um1-a', { headers });
      return [body.num_records, one.body.origin];
    };
    expect(await originFor('caller')).toEqual([0, { kind: origin.kind, cluster_uuid: origin.cluster_uuid }]);
    expect(await originFor('both')).toEqual([1, origin]);
    expect((await gateway.get('/api/sources/um1')).body.origin).toEqual(CONFIG_ORIGIN);
    await gateway.close();
  });
});
