import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import { StoreUnavailableError } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { type FolderHome, makeFolder } from '../../../../test/support/home.js';
import { startGateway } from '../../../../test/support/start-gateway.js';

function backendWith(...ids: readonly string[]): FakeAdapter {
  const adapter = new FakeAdapter();
  for (const id of ids) adapter.add(id);
  return adapter;
}

describe('a gateway that is started again', () => {
  let folder: FolderHome;
  beforeEach(async () => {
    folder = await makeFolder();
    const gateway = await startGateway({ east: backendWith('a', 'b') }, folder);
    await gateway.poll('east');
    await gateway.close();
  });
  afterEach(() => folder.remove());

  it('serves its jobs before any backend has responded', async () => {
    const silent = new FakeAdapter();
    silent.fault = 'hang';
    const gateway = await startGateway({ east: silent }, folder);
    const { body } = await gateway.get('/api/jobs');
    expect(body.records.map((job: { id: string }) => job.id).sort()).toEqual(['east~a', 'east~b']);
    expect((await gateway.get('/api/jobs/east~a')).status).toBe(200);
    await gateway.close();
  });

  it('serves jobs of a source that is no longer configured, but rejects actions on them', async () => {
    const west = backendWith('c');
    const gateway = await startGateway({ west }, folder);
    expect((await gateway.get('/api/jobs/east~a')).status).toBe(200);
    const { body, status } = await gateway.patch('/api/jobs/east~a?action=cancel');
    expect([status, body.type]).toEqual([409, '/docs/errors#action-conflict']);
    expect(west.calls.filter((call) => !/^(poll|check)/.test(call))).toEqual([]);
    await gateway.close();
  });
});

describe('a gateway whose store cannot be opened', () => {
  it('does not start', async () => {
    const folder = await makeFolder();
    const path = join(folder.path, 'file');
    await writeFile(path, 'not a directory');
    await expect(startGateway({}, { ...folder, store: { kind: 'embedded', path } })).rejects.toThrow(
      StoreUnavailableError,
    );
    await folder.remove();
  });
});

describe('a gateway that stops', () => {
  it('ends requests that wait for a backend with a response', async () => {
    const east = new FakeAdapter();
    const gateway = await startGateway({ east });
    await gateway.poll('east');
    east.fault = 'hang';
    const waiting = gateway.get('/api/jobs/east~new');
    while (!east.calls.includes('get new')) await turn();
    await gateway.close();
    expect(await waiting).toMatchObject({ status: 502, body: { detail: 'the gateway is stopping' } });
  });

  it('closes the connection of a client that never finishes its request', async () => {
    const gateway = await startGateway({ east: new FakeAdapter() });
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    const closed = once(socket, 'close');
    await new Promise<void>((resolve) => socket.write('GET /api/jobs HTTP/1.1\r\n', () => resolve()));
    await gateway.get('/health/live');
    await gateway.close();
    await closed;
  });

  it('accepts no new connections', async () => {
    const gateway = await startGateway({ east: new FakeAdapter() });
    await gateway.close();
    await expect(fetch(gateway.url)).rejects.toThrow('fetch failed');
  });
});
