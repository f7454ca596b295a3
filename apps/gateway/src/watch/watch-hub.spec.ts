import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { put, remove } from '@gateway/testing/jobs';
import { until } from '@gateway/testing/until';

import { startWatchServer, type WatchServer } from '../../../../test/support/start-watch-server.js';

const LIMITS = { changes: 1_000, characters: 4_000_000 };

describe('a watch', () => {
  let server: WatchServer;
  let clients: EventStreamClient[];

  beforeEach(async () => {
    server = await startWatchServer(LIMITS);
    clients = [];
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.cut()));
    await until('there are no sessions', () => server.watches.size === 0).finally(() => server.close());
    expect([server.view.history.subscriberCount, server.time.names()]).toEqual([1, []]);
  });

  async function watch(query = '', lastEventId?: string): Promise<EventStreamClient> {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const client = await EventStreamClient.open(server.url(query), headers);
    clients.push(client);
    return client;
  }

  it('that waits for a future revision gets its response at once when the gateway stops', async () => {
    const wait = server.watches.reaches('9-0', undefined, new AbortController().signal);
    server.watches.stop();
    expect(await wait).toBe(false);
    expect(await server.watches.reaches('9-0', undefined, new AbortController().signal)).toBe(false);
  });

  it('without a revision starts with the matching jobs, without ids, then a bookmark, then the changes', async () => {
    server.view.apply([put({ nativeId: 'a' }, '1-0'), put({ nativeId: 'b', state: 'success' }, '2-0')]);
    const client = await watch('state=running');
    await client.reaches('2-0');
    const [first] = client.events;
    expect(first).toEqual({ type: 'added', data: server.view.get('east~a')?.text, lastEventId: '' });
    server.view.apply([put({ nativeId: 'c' }, '3-0'), remove('east~a', '4-0')]);
    await client.reaches('4-0');
    expect(client.received).toEqual(['added east~a', 'added east~c', 'removed east~a']);
    expect(client.events.map(({ lastEventId }) => lastEventId)).toEqual(['', '3-0', '4-0']);
  });

  it('after a revision starts with a bookmark and the changes since', async () => {
    server.view.apply([put({ nativeId: 'a' }, '1-0'), put({ nativeId: 'b' }, '2-0'), put({ nativeId: 'a' }, '3-0')]);
    const client = await watch('after=2-0');
    await client.reaches('3-0');
    expect(client.received).toEqual(['modified east~a']);
    const latest = await watch('after=3-0');
    await latest.reaches('3-0');
    expect(latest.received).toEqual([]);
  });

  it('resumes after the last event id rather than after the revision in its URL', async () => {
    server.view.apply([put({ nativeId: 'a' }, '1-0'), put({ nativeId: 'b' }, '2-0'), put({ nativeId: 'c' }, '3-0')]);
    const client = await watch('after=1-0', '2-0');
    await client.reaches('3-0');
    expect(client.received).toEqual(['added east~c']);
  });

  it('reports a job that starts to match, still matches, and matches no more', async () => {
    const client = await watch('state=paused');
    await client.reaches('0-0');
    server.view.apply([
      put({ nativeId: 'a' }, '1-0'),
      put({ nativeId: 'a', state: 'paused' }, '2-0'),
      put({ nativeId: 'a', state: 'paused', message: 'half' }, '3-0'),
      put({ nativeId: 'a', state: 'success' }, '4-0'),
      put({ nativeId: 'a', state: 'success', message: 'done' }, '5-0'),
      remove('east~a', '6-0'),
    ]);
    await client.reaches('4-0');
    expect(client.received).toEqual(['added east~a', 'modified east~a', 'removed east~a']);
    expect(client.events.map(({ lastEventId }) => lastEventId)).toEqual(['2-0', '3-0', '4-0']);
  });

  it('sends a job whose text has line breaks as one event', async () => {
    const client = await watch();
    await client.reaches('0-0');
    const change = put({ nativeId: 'a', message: 'one\ntwo' }, '1-0') as { readonly text: string };
    const job: unknown = JSON.parse(change.text);
    for (const [at, ending] of ['\n', '\r\n', '\r'].entries()) {
      const text = JSON.stringify(job, undefined, 1).replaceAll('\n', ending);
      server.view.apply([{ type: 'put', id: 'east~a', revision: `1-${at}`, text }]);
      await client.reaches(`1-${at}`);
      expect(JSON.parse(client.events.at(-1)?.data ?? '')).toEqual(job);
    }
  });

  it('sets the reconnection time', async () => {
    const client = await watch();
    await client.reaches('0-0');
    expect(client.retryMs).toBe(2_000);
  });

  it('sends a bookmark with the current revision after ten seconds without an event', async () => {
    const client = await watch('state=paused');
    await client.reaches('0-0');
    server.view.apply([put({ nativeId: 'a' }, '1-0')]);
    server.time.elapse(9_000);
    server.time.elapse(1_000);
    await client.reaches('1-0');
    expect(client.received).toEqual([]);
    const { blocks } = client;
    server.time.elapse(9_000);
    server.view.apply([put({ nativeId: 'a', state: 'paused' }, '2-0')]);
    await client.reaches('2-0');
    expect(client.blocks).toBe(blocks + 1);
    server.time.elapse(10_000);
    await until('a bookmark arrives', () => client.blocks === blocks + 2);
  });

  it('waits for a revision that this replica has not reached', async () => {
    server.view.apply([put({ nativeId: 'a' }, '1-0')]);
    const opening = watch('after=2-0');
    await until('it waits', () => server.time.names().length === 1);
    server.view.apply([put({ nativeId: 'b' }, '2-0'), put({ nativeId: 'c' }, '3-0')]);
    const client = await opening;
    await client.reaches('3-0');
    expect(client.received).toEqual(['added east~c']);
  });

  it.each([
    ['that is not reached within five seconds', '9-0'],
    ['that does not exist', '1-5'],
    ['before the history', '0-5'],
  ])('is rejected after a revision %s', async (_which, revision) => {
    server.view.apply([put({ nativeId: 'a' }, '1-0'), put({ nativeId: 'b' }, '2-0')]);
    const opening = watch(`after=${revision}`);
    if (revision === '9-0') {
      await until('it waits', () => server.time.names().length === 1);
      server.time.elapse(5_000);
    }
    expect((await opening).status).toBe(410);
  });

  it('is rejected after a revision that has left the history, and served from its start', async () => {
    const changes = Array.from({ length: 1_500 }, (_, at) => put({ nativeId: `${at}` }, `${at + 1}-0`));
    server.view.apply(changes);
    expect((await watch('after=499-0')).status).toBe(410);
    const client = await watch('after=500-0');
    await client.reaches('1500-0');
    expect(client.received).toEqual(changes.slice(500).map(({ id }) => `added ${id}`));
  });

  it('continues after a reload of the view if its next changes are still in the change log', async () => {
    const log = [put({ nativeId: 'a' }, '1-0'), put({ nativeId: 'b' }, '2-0'), put({ nativeId: 'c' }, '3-0')];
    const nothing = async function* () {};
    server.view.apply(log.slice(0, 2));
    const client = await watch('after=1-0');
    await client.reaches('2-0');
    await server.view.load(nothing(), '3-0', { recent: async () => log, latest: async () => '3-0' });
    await client.reaches('3-0');
    expect(client.received).toEqual(['added east~b', 'modified east~c']);
    await server.view.load(nothing(), '9-0');
    await client.ends();
    expect(client.events.at(-1)).toMatchObject({ type: 'cut_off', lastEventId: '3-0' });
    expect(JSON.parse(client.events.at(-1)?.data ?? '')).toMatchObject({ reason: 'behind', after: '3-0' });
  });

  it('reports a job whose record before is unknown as modified if it matches, else as removed', async () => {
    const recent = [
      put({ nativeId: 'x' }, '1-0'),
      put({ nativeId: 'a', state: 'paused' }, '2-0'),
      put({ nativeId: 'b' }, '3-0'),
      put({ nativeId: 'b', state: 'paused' }, '4-0'),
      remove('east~c', '5-0'),
    ];
    await server.view.load((async function* () {})(), '5-0', { recent: async () => recent, latest: async () => '5-0' });
    const client = await watch('state=paused&after=1-0');
    await client.reaches('5-0');
    expect(client.received).toEqual(['modified east~a', 'removed east~b', 'added east~b', 'removed east~c']);
  });

  it('ends with a bookmark when the gateway stops, also if it is opened afterwards', async () => {
    server.view.apply([put({ nativeId: 'a' }, '1-0')]);
    const client = await watch('after=1-0');
    const filtered = await watch('state=paused&after=1-0');
    await Promise.all([client.reaches('1-0'), filtered.reaches('1-0')]);
    server.view.apply([put({ nativeId: 'b' }, '2-0')]);
    await client.reaches('2-0');
    server.watches.stop();
    await Promise.all([client.ends(), filtered.ends()]);
    expect([client.lastEventId, filtered.lastEventId]).toEqual(['2-0', '2-0']);
    const late = await watch('after=1-0');
    await late.ends();
    expect([late.lastEventId, late.events]).toEqual(['1-0', []]);
    const lateWithoutRevision = await watch();
    await lateWithoutRevision.ends();
    expect([lateWithoutRevision.lastEventId, lateWithoutRevision.events]).toEqual(['', []]);
  });

  it('is discarded when its client disconnects before it is opened', async () => {
    const opening = watch('after=9-0').catch(() => undefined);
    await until('it waits', () => server.time.names().length === 1);
    for (const socket of server.sockets) socket.destroy();
    await opening;
    await until('it is discarded', () => server.time.names().length === 0);
    expect(server.watches.size).toBe(0);
  });

  it('with an internal error ends, and no other', async () => {
    server.view.apply([put({ nativeId: 'a' }, '1-0')]);
    const client = await watch('after=1-0');
    await client.reaches('1-0');
    server.selects = () => {
      throw new RangeError('a fault');
    };
    const broken = await watch('state=paused&after=1-0');
    await broken.reaches('1-0');
    server.view.apply([put({ nativeId: 'b' }, '2-0')]);
    await Promise.all([client.reaches('2-0'), broken.ends()]);
    expect(broken.lastEventId).toBe('1-0');
  });
});
