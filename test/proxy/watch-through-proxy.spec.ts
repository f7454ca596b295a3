import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { readUntil } from '@gateway/testing/until';

import { startGateway, type TestGateway } from '../support/start-gateway.js';
import { type NginxProxy, startNginx } from './nginx-proxy.js';

describe('watches and waits through a proxy that buffers', () => {
  let gateway: TestGateway;
  let proxy: NginxProxy;
  let east: FakeAdapter;

  beforeEach(async () => {
    east = new FakeAdapter();
    east.add('job-1');
    gateway = await startGateway({ east });
    await gateway.poll('east');
    proxy = await startNginx(gateway.url);
  });
  afterEach(async () => {
    await proxy.stop();
    await gateway.close();
  });

  async function changeMessage(client: EventStreamClient, message: string): Promise<void> {
    east.add('job-1', { message });
    await gateway.poll('east');
    await readUntil(
      () => client.events.at(-1)?.data ?? '',
      (data) => data.includes(message),
    );
  }

  it('each event of a watch arrives at once, and the stream resumes after a break', async () => {
    let responded = false;
    const disconnect = new AbortController();
    const held = fetch(`${proxy.bufferingUrl}/api/jobs/watch`, { signal: disconnect.signal })
      .then(() => (responded = true))
      .catch(() => undefined);
    const client = await EventStreamClient.open(`${proxy.url}/api/jobs/watch`, { 'accept-encoding': 'identity' });
    for (const message of ['one', 'two', 'three']) await changeMessage(client, message);
    expect(client.received).toEqual(
      ['added', 'modified', 'modified', 'modified'].map((event) => `${event} east~job-1`),
    );
    // The proxy buffers a stream without the `X-Accel-Buffering` header; otherwise this test would prove nothing.
    expect(responded).toBe(false);
    disconnect.abort();
    await held;
    await client.cut();
    const next = await EventStreamClient.open(`${proxy.url}/api/jobs/watch`, { 'last-event-id': client.lastEventId });
    await changeMessage(next, 'four');
    expect(next.received).toEqual(['modified east~job-1']);
    await next.cut();
    await readUntil(
      () => gateway.watching(),
      (count) => count === 0,
    );
  });

  it('a watch ends cleanly when the gateway stops', async () => {
    const client = await EventStreamClient.open(`${proxy.url}/api/jobs/watch`);
    await readUntil(
      () => client.lastEventId,
      (id) => id !== '',
    );
    await gateway.close();
    await client.ends();
    expect(client.received).toEqual(['added east~job-1']);
    gateway = await startGateway({ east });
  });

  it('a wait returns when its job has ended, and ends when its client disconnects', async () => {
    const pending = fetch(`${proxy.url}/api/jobs/east~job-1`, { headers: { prefer: 'wait=30' } });
    await readUntil(
      () => gateway.waiting(),
      (count) => count === 1,
    );
    east.add('job-1', { state: 'success' });
    await gateway.poll('east');
    const response = await pending;
    expect(response.headers.get('preference-applied')).toBe('wait=30');
    expect(await response.json()).toMatchObject({ state: 'success' });

    east.add('job-2');
    await gateway.poll('east');
    const disconnect = new AbortController();
    const left = fetch(`${proxy.url}/api/jobs/east~job-2?wait=120`, { signal: disconnect.signal }).catch(() => 'left');
    await readUntil(
      () => gateway.waiting(),
      (count) => count === 1,
    );
    disconnect.abort();
    expect(await left).toBe('left');
    await readUntil(
      () => gateway.waiting(),
      (count) => count === 0,
    );
  });
});
