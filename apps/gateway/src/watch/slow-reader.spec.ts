import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { put } from '@gateway/testing/jobs';
import { until } from '@gateway/testing/until';

import { startWatchServer, type WatchServer } from '../../../../test/support/start-watch-server.js';

const LIMITS = { changes: 2_000, characters: 8_000_000 };
/** Changes of 1 kB, more than the socket buffers (some megabytes) can take. */
const MAX_WRITES = 40_000;
const MESSAGE = 'x'.repeat(850);

describe('a client that does not read', () => {
  let server: WatchServer;
  let client: EventStreamClient;
  let written = 0;

  beforeEach(async () => {
    written = 0;
    server = await startWatchServer(LIMITS);
    write(1);
    client = await EventStreamClient.open(server.url('after=1-0'));
    await client.reaches('1-0');
    client.pause();
  });
  afterEach(async () => {
    await client.cut();
    await until('there are no sessions', () => server.watches.size === 0).finally(() => server.close());
    expect(server.time.names()).toEqual([]);
  });

  function write(count: number): void {
    for (let at = 0; at < count; at += 1) {
      written += 1;
      server.view.apply([put({ nativeId: `${written % 100}`, message: `${written} ${MESSAGE}` }, `${written}-0`)]);
    }
  }

  /** Writes changes until no more bytes are sent to the client for 20 turns of the event loop. */
  async function writeUntilFull(): Promise<void> {
    let sent = -1;
    for (let idleTurns = 0; idleTurns < 20;) {
      write(50);
      await new Promise((resolve) => setImmediate(resolve));
      const now = bytesSent();
      idleTurns = now === sent ? idleTurns + 1 : 0;
      sent = now;
      if (written > MAX_WRITES) throw new Error('the connection is never full');
    }
  }

  const bytesSent = () => [...server.sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0);
  const bytesWaiting = () => [...server.sockets].reduce((sum, socket) => sum + socket.writableLength, 0);
  const last = () => client.events.at(-1);

  it('costs one chunk, however many changes it has to receive, and does not delay other clients', async () => {
    await writeUntilFull();
    const other = await EventStreamClient.open(server.url(`after=${written}-0`));
    const waiting = bytesWaiting();
    expect(waiting).toBeLessThan(200_000);
    write(LIMITS.changes / 4);
    await other.reaches(`${written}-0`);
    expect(bytesWaiting()).toBe(waiting);
    expect(server.view.history.endOffset - server.view.history.startOffset).toBeLessThanOrEqual(LIMITS.changes);
    await other.cut();
  });

  it('receives everything if it continues to read within thirty seconds', async () => {
    await writeUntilFull();
    server.time.elapse(29_000);
    client.resume();
    await client.reaches(`${written}-0`);
    expect(client.events).toHaveLength(written - 1);
  });

  it('is cut off after thirty seconds, with the revision to resume from', async () => {
    await writeUntilFull();
    server.time.elapse(30_000);
    await new Promise((resolve) => setImmediate(resolve));
    client.resume();
    await client.ends();
    const { after, ...rest } = JSON.parse(last()?.data ?? '') as { readonly after: string };
    expect([last()?.type, last()?.lastEventId]).toEqual(['cut_off', after]);
    expect(rest).toEqual({ reason: 'slow', detail: 'the client has read nothing for 30 seconds' });
    const next = await EventStreamClient.open(server.url(), { 'last-event-id': after });
    await next.reaches(`${written}-0`);
    const revisions = [...client.events.slice(0, -1), ...next.events].map(({ lastEventId }) => lastEventId);
    expect(revisions).toEqual(Array.from({ length: written - 1 }, (_, at) => `${at + 2}-0`));
    await next.cut();
  });

  it('is cut off when its next changes are no longer in the history', async () => {
    await writeUntilFull();
    write(LIMITS.changes + 1);
    await until('it is cut off', () => server.view.history.startOffset > 0);
    client.resume();
    await client.ends();
    expect(JSON.parse(last()?.data ?? '')).toMatchObject({ reason: 'behind', after: last()?.lastEventId });
    const next = await EventStreamClient.open(server.url(), { 'last-event-id': client.lastEventId });
    expect(next.status).toBe(410);
    await next.cut();
  });

  it('has its connection closed thirty seconds after it was cut off', async () => {
    await writeUntilFull();
    server.time.elapse(30_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.watches.size).toBe(1);
    server.time.elapse(30_000);
    await until('there are no sessions', () => server.watches.size === 0);
    expect(server.sockets.size).toBe(0);
  });

  it('has to start again when it is cut off during the initial jobs', async () => {
    const jobs = Array.from({ length: 20_000 }, (_, at) => at);
    server.view.apply(jobs.map((at) => put({ nativeId: `many-${at}`, message: MESSAGE }, `${written + at + 1}-0`)));
    written += jobs.length;
    const slow = await EventStreamClient.open(server.url());
    slow.pause();
    await until('its connection is full', () => bytesWaiting() > 0);
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    server.time.elapse(30_000);
    await new Promise((resolve) => setImmediate(resolve));
    slow.resume();
    await slow.ends();
    const { data, lastEventId, type } = slow.events.at(-1) ?? {};
    expect([type, lastEventId, JSON.parse(data ?? '')]).toMatchObject(['cut_off', '', { reason: 'slow' }]);
    expect(JSON.parse(data ?? '')).not.toHaveProperty('after');
    expect(slow.events.length).toBeLessThan(20_000);
  });
});
