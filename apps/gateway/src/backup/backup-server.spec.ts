import { once } from 'node:events';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { type FolderHome, makeFolder } from '../../../../test/support/home.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const JOBS = 3_000;

describe('the backup socket of a running gateway', () => {
  let home: FolderHome;
  let gateway: TestGateway;
  let socketFile: string;

  beforeEach(async () => {
    home = await makeFolder();
    socketFile = join(home.path, 'backup.sock');
    // What a process that was killed leaves.
    await writeFile(socketFile, '');
    const east = new FakeAdapter();
    for (let number = 0; number < JOBS; number += 1) east.add(`job-${number}`);
    gateway = await startGateway({ east }, home);
    await gateway.poll('east');
  });
  afterEach(async () => {
    await gateway.close();
    await home.remove();
  });

  async function open(): Promise<Socket> {
    const socket = connect(socketFile);
    await once(socket, 'connect');
    return socket;
  }

  it('sends the content of both stores, and is for the user of the gateway only', async () => {
    expect((await stat(socketFile)).mode & 0o777).toBe(0o600);
    const lines = (await text(await open())).trimEnd().split('\n');
    expect(lines.filter((each) => each.startsWith('["job!east~'))).toHaveLength(JOBS);
    expect(lines.filter((each) => each.startsWith('{')).map((each) => Object.keys(JSON.parse(each) as object))).toEqual(
      [['time', 'version'], ['store', 'revision'], ['store', 'revision'], ['end']],
    );
    expect(gateway.lines).toContainEqual(expect.objectContaining({ msg: 'backup sent' }));
  });

  it('makes one backup at a time, and goes on if its reader leaves', async () => {
    const first = await open();
    await once(first, 'readable');
    expect(await text(await open())).toBe('{"error":"it makes another backup now"}\n');
    first.destroy();
    await until('the first backup has ended', () => gateway.log.some((each) => each.includes('not taken completely')));
    expect(await text(await open())).toMatch(/\{"end":true\}\n$/);
    expect((await gateway.get('/api/jobs')).status).toBe(200);
  });

  it('ends its backups when the gateway stops, and removes its file', async () => {
    const socket = await open();
    await once(socket, 'readable');
    await gateway.close();
    await expect(text(socket)).resolves.not.toMatch(/"end"/);
    expect(await readdir(home.path)).not.toContain('backup.sock');
  });
});
