import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { systemClock } from '@gateway/core';
import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { readUntil, until } from '@gateway/testing/until';

import { createStore } from '../../libs/store/src/index.js';
import { type EndedProcess, SIMULATOR_ENV, startProcess } from '../support/gateway-process.js';
import { SimulatedGateway } from '../support/simulated-gateway.js';

/** How long the simulated ONTAP keeps a finished job, in seconds. */
const KEPT_S = 10;

interface ShownJob {
  readonly id: string;
  readonly state: string;
  readonly updated_time: string;
}

interface ShownList {
  readonly revision: string;
  readonly records: readonly ShownJob[];
  readonly gaps: readonly { readonly source: string; readonly from: string }[];
}

describe('npm start -- backup and restore', () => {
  let gateway: SimulatedGateway;
  let data: string;
  let backup: string;

  beforeEach(async () => {
    gateway = await SimulatedGateway.start(
      {
        backends: { ontap: 1, 'service-engine': 1 },
        jobs: 6,
        churn: 0,
        latencyMs: 0,
        seed: 5,
        retentionMs: KEPT_S * 1_000,
      },
      { actions: { rate: 1 }, defaults: { ontap: { poll: { finished_job_ttl: `${KEPT_S}s`, timeout: '1s' } } } },
    );
    data = join(gateway.folder, 'data');
    backup = join(gateway.folder, 'backup');
    await until('both sources are polled', async () => (await statuses()).every((status) => status === 'ok'));
  });
  afterEach(() => gateway.close());

  async function read<T>(path: string): Promise<T> {
    return (await (await fetch(`${gateway.url}${path}`)).json()) as T;
  }
  const list = (): Promise<ShownList> => read('/api/jobs?max_records=1000');
  const statuses = async (): Promise<readonly string[]> => {
    const { records } = await read<{ records: { status: string }[] }>('/api/sources');
    return records.map(({ status }) => status);
  };

  function run(command: string, folder = backup, config = join(gateway.folder, 'gateway.yaml')): Promise<EndedProcess> {
    return startProcess(config, SIMULATOR_ENV, { args: [command, folder] }).ended;
  }

  async function patch(path: string, key?: string): Promise<Response> {
    const headers = key === undefined ? {} : { 'Idempotency-Key': key };
    return fetch(`${gateway.url}${path}`, { method: 'PATCH', headers });
  }

  /** Pauses jobs of the source east with a bulk action, and returns its path. */
  async function startBulk(jobs: readonly string[]): Promise<string> {
    const action = `/api/jobs?id=${jobs.map((id) => `east~${id}`).join('|')}&action=pause`;
    const { confirm } = (await (await patch(`${action}&dry_run=true`)).json()) as { confirm: string };
    const started = await patch(`${action}&confirm=${confirm}`);
    expect(started.status).toBe(202);
    return started.headers.get('location') ?? '';
  }

  /** Stops the gateway, and starts it over the restored backup. */
  async function restoreAndStart(): Promise<void> {
    await gateway.stop();
    await rename(data, `${data}.old`);
    expect(await run('restore')).toMatchObject({ code: 0, stderr: '' });
    await gateway.open();
  }

  it('backs a running gateway up and restores it: jobs, actions and answers are those of the backup', async () => {
    const east = gateway.simulator.backend('east');
    const job = east.addJob({ pausable: true, steps: [{ state: 'running', forMs: 3_600_000 }, { state: 'success' }] });
    await readUntil(list, ({ records }) => records.some(({ id }) => id === `east~${job}`));
    const answer = await patch(`/api/jobs/east~${job}?action=pause`, 'first');
    expect(answer.status).toBe(202);
    const before = await list();
    expect(await run('backup')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^backup of .+jobs: /),
    });
    expect((await readdir(backup)).sort()).toEqual(['actions.ndjson.gz', 'jobs.ndjson.gz', 'manifest.json']);

    const late = east.addJob({ steps: [{ state: 'running', forMs: 3_600_000 }, { state: 'success' }] });
    const { revision } = await readUntil(list, ({ records }) => records.some(({ id }) => id === `east~${late}`));
    await patch(`/api/jobs/east~${late}?action=cancel`, 'second');
    await restoreAndStart();

    const after = await list();
    const kept = new Set(after.records.map(({ id }) => id));
    expect(before.records.filter(({ id }) => !kept.has(id))).toEqual([]);
    expect(Number(after.revision.split('-')[0])).toBeGreaterThan(Number(revision.split('-')[0]));
    const repeated = await patch(`/api/jobs/east~${job}?action=pause`, 'first');
    expect([repeated.status, repeated.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    const { records } = await read<{ records: { action: string; job: { id: string } }[] }>('/api/actions');
    expect(records.map(({ action, job: { id } }) => `${action} ${id}`)).toEqual([`pause east~${job}`]);
    expect(
      east
        .truth()
        .find(({ nativeId }) => nativeId === job)
        ?.actions.map(({ action }) => action),
    ).toEqual(['pause']);
  });

  it('sends every client that watched before the restore back to the list', async () => {
    const { revision: atBackup } = await list();
    await run('backup');
    const first = gateway.simulator.backend('east').addJob();
    const { revision: afterBackup } = await readUntil(list, ({ records }) =>
      records.some(({ id }) => id === `east~${first}`),
    );
    await restoreAndStart();
    for (const after of [atBackup, afterBackup]) {
      const watch = await EventStreamClient.open(`${gateway.url}/api/jobs/watch?after=${after}`, {});
      expect(watch.status).toBe(410);
    }
    const { revision } = await list();
    const watch = await EventStreamClient.open(`${gateway.url}/api/jobs/watch?after=${revision}`, {});
    const next = gateway.simulator.backend('east').addJob();
    await until('the watch has the next job', () => watch.received.some((each) => each.endsWith(`east~${next}`)));
    await watch.cut();
  });

  it('declares a gap for the time since the backup, if a backend has deleted jobs meanwhile', async () => {
    await run('backup');
    const east = gateway.simulator.backend('east');
    const ended = east.addJob({ steps: [{ state: 'running', forMs: 100 }, { state: 'success' }] });
    await until('the backend has deleted the job', async () => {
      gateway.simulator.advance();
      return east.truth().some(({ deletedAt, nativeId }) => nativeId === ended && deletedAt !== undefined);
    });
    const { time } = JSON.parse(await readFile(join(backup, 'manifest.json'), 'utf8')) as { time: string };
    await restoreAndStart();
    const { gaps } = await readUntil(list, (shown) => shown.gaps.length > 0);
    expect(gaps).toMatchObject([{ source: 'east' }]);
    // The checkpoint of a quiet source can be 30 s older.
    expect(Date.parse(gaps[0]?.from ?? '')).toBeLessThanOrEqual(Date.parse(time));
  });

  it('stops a bulk action that was running, so that nothing is sent twice', async () => {
    const east = gateway.simulator.backend('east');
    const steps = [{ state: 'running', forMs: 3_600_000 }, { state: 'success' }];
    // At one per second, not all of them are sent before the gateway stops.
    const jobs = Array.from({ length: 90 }, () => east.addJob({ steps, pausable: true }));
    await readUntil(list, ({ records }) => jobs.every((id) => records.some((each) => each.id === `east~${id}`)));
    const bulk = await startBulk(jobs);
    const sent = (): number =>
      east.truth().reduce((count, { actions }) => count + actions.filter(({ action }) => action === 'pause').length, 0);
    await until('some actions are sent', () => sent() > 0);
    await run('backup');
    const atBackup = sent();
    await until('more actions are sent', () => sent() > atBackup);
    await gateway.stop();
    const atStop = sent();
    expect(atStop).toBeLessThan(jobs.length);
    await restoreAndStart();
    expect(await read(bulk)).toMatchObject({ state: 'stopped' });
    // Another one runs to its end, so the gateway has looked for those to continue.
    const last = east.addJob({ steps, pausable: true });
    await readUntil(list, ({ records }) => records.some(({ id }) => id === `east~${last}`));
    const next = await startBulk([last]);
    await until('it has ended', async () => (await read<{ state: string }>(next)).state === 'done');
    expect(sent()).toBe(atStop + 1);
  });

  it('backs the store of a stopped gateway up', async () => {
    await gateway.stop();
    expect(await run('backup')).toMatchObject({ code: 0, stderr: '' });
    const text = await readFile(join(backup, 'manifest.json'), 'utf8');
    expect((JSON.parse(text) as { files: { entries: number }[] }).files[0]?.entries).toBeGreaterThan(6);
    await rename(data, `${data}.old`);
    expect(await run('restore')).toMatchObject({ code: 0 });
  });

  it('refuses with one line, and exits with code 1', async () => {
    const refused = async (ended: Promise<EndedProcess>, reason: string): Promise<void> => {
      const { code, stderr, stdout } = await ended;
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(reason);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    };
    await refused(run('restore'), `${backup} contains no manifest.json`);
    await run('backup');
    await refused(run('backup'), 'expected an empty or missing folder');
    await refused(run('restore'), `the store directory ${data} cannot be written: it is not empty`);
    await gateway.stop();
    await refused(run('restore'), 'move it away first');

    // A process that has the store open, and does not serve backups.
    const store = createStore({ kind: 'embedded', path: data, clock: systemClock, logger: new RecordingLogger() });
    await store.open();
    await refused(
      run('backup', join(gateway.folder, 'other')),
      'in use by another process that accepts no backups now',
    );
    await store.close();

    await rename(data, `${data}.old`);
    await refused(run('backup', join(gateway.folder, 'other')), `there is no store in ${data}`);
    const file = join(backup, 'jobs.ndjson.gz');
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, -1));
    await refused(
      run('restore'),
      `${file} is damaged: it has ${bytes.length - 1} bytes, the manifest has ${bytes.length}`,
    );
    const flipped = Buffer.from(bytes);
    flipped[20] = (flipped[20] ?? 0) ^ 0xff;
    await writeFile(file, flipped);
    await refused(run('restore'), `${file} is damaged: its SHA-256 is not that of the manifest`);
    await writeFile(file, bytes);
    const manifest = join(backup, 'manifest.json');
    const text = await readFile(manifest, 'utf8');
    await writeFile(manifest, text.replace('"format": 1', '"format": 2'));
    await refused(run('restore'), 'the backup has format 2, which needs gateway 0.1.0 or later; this version reads');
    await writeFile(manifest, text);
    expect(await run('restore')).toMatchObject({ code: 0 });

    const redis = join(gateway.folder, 'redis.yaml');
    await writeFile(redis, JSON.stringify({ store: { kind: 'redis', url: 'redis://127.0.0.1:1' }, sources: [] }));
    for (const command of ['backup', 'restore']) await refused(run(command, backup, redis), 'store.kind is redis');
  });

  it('does not open a store of a later format, which stays as it is', async () => {
    await gateway.stop();
    await rm(join(data, 'format.json'));
    await writeFile(join(data, 'format.json'), '{"format":2,"readable_since":"0.4.0"}\n');
    const before = (await readdir(data)).sort();
    const { code, stderr } = await startProcess(join(gateway.folder, 'gateway.yaml'), SIMULATOR_ENV).ended;
    expect(code).toBe(1);
    expect(stderr).toBe(
      `the store directory ${data} cannot be opened: it has format 2, which needs gateway 0.4.0 or later; ` +
        'this version reads formats up to 1\n',
    );
    expect((await readdir(data)).sort()).toEqual(before);
    await mkdir(backup);
    expect(await run('backup')).toMatchObject({ code: 1, stderr: expect.stringContaining('has format 2') });
    expect(await readdir(backup)).toEqual([]);
  });
});
