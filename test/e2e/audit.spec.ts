import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { BackendError } from '@gateway/core';
import { FakeAdapter, obey } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';
import { readUntil } from '@gateway/testing/until';

import { accessFor, as } from '../support/callers.js';
import { type FolderHome, makeFolder } from '../support/home.js';
import { startGateway, type TestAnswer, type TestGateway, type TestLimits } from '../support/start-gateway.js';

const ACCESS = accessFor({
  vera: ['viewer'],
  olga: ['operator'],
  ed: ['operator', 'source.name=east'],
  adam: ['admin'],
  wanda: ['admin', 'source.name=west'],
});

describe('actions and their records', () => {
  let time: ManualTime;
  let home: FolderHome;
  let east: FakeAdapter;
  let west: FakeAdapter;
  let um1: FakeAdapter;
  let gateway: TestGateway;

  beforeEach(async () => {
    time = new ManualTime(Date.UTC(2030, 0, 1));
    home = await makeFolder();
    [east, west, um1] = [new FakeAdapter(), new FakeAdapter(), new FakeAdapter('unified-manager')];
    for (const backend of [east, west, um1]) backend.add('1', { description: 'copy of vol1' });
    gateway = await open();
  });
  afterEach(async () => {
    await gateway.close();
    await home.remove();
  });

  async function open(limits: TestLimits = {}): Promise<TestGateway> {
    const opened = await startGateway({ east, west, um1 }, home, time, limits, undefined, ACCESS);
    await poll(opened);
    return opened;
  }

  async function poll(polled = gateway): Promise<void> {
    for (const source of ['east', 'west', 'um1'])
      await polled.request('POST', `/api/sources/${source}/poll`, { headers: as('adam') });
  }

  const get = (caller: string, path: string): Promise<TestAnswer> =>
    gateway.request('GET', path, { headers: as(caller) });
  const act = (caller: string, job: string, action = 'cancel'): Promise<TestAnswer> =>
    gateway.request('PATCH', `/api/jobs/${job}?action=${action}`, { headers: as(caller) });
  const records = async (caller: string, query = ''): Promise<TestAnswer['body'][]> =>
    (await get(caller, `/api/actions${query}`)).body.records;
  const last = async (): Promise<TestAnswer['body']> => (await records('adam'))[0];

  describe('before an action is sent', () => {
    it('nothing is sent while the store of the records is away', async () => {
      await gateway.loseActionStore();
      expect((await act('olga', 'east~1')).status).toBe(503);
      expect(east.count('cancel')).toBe(0);
    });

    it('a job that has ended since is 409 with its record, and no action is sent', async () => {
      east.add('1', { state: 'success' });
      time.pass(2_001);
      const answer = await act('olga', 'east~1');
      expect(answer).toMatchObject({ status: 409, body: { error: { code: '458762' }, job: { state: 'success' } } });
      expect([east.count('get 1'), east.count('cancel')]).toEqual([1, 0]);
      expect(await last()).toMatchObject({ outcome: 'refused', status: 409, job: { id: 'east~1' } });
    });

    it('a job that its backend no longer has is 410 with the last known record', async () => {
      east.jobs.delete('1');
      time.pass(2_001);
      const answer = await act('olga', 'east~1');
      expect(answer).toMatchObject({ status: 410, body: { job: { id: 'east~1', state: 'running' } } });
      expect(east.count('cancel')).toBe(0);
      expect(await last()).toMatchObject({ outcome: 'refused', status: 410 });
    });

    it('a record of the last two seconds is not read again', async () => {
      time.pass(2_000);
      await act('olga', 'east~1');
      const before = east.calls.slice(0, east.calls.indexOf('cancel 1'));
      expect(before.filter((call) => call.startsWith('get'))).toEqual([]);
    });

    it('a job that cannot be read is not acted on', async () => {
      time.pass(2_001);
      east.faults.get = new BackendError('unreachable', 'connect ECONNREFUSED');
      expect((await act('olga', 'east~1')).status).toBe(502);
      expect(east.count('cancel')).toBe(0);
      expect(await last()).toMatchObject({ outcome: 'failed', status: 502, backend: { message: expect.any(String) } });
    });
  });

  it.each([
    ['vera', 'east~1', 'cancel', 403],
    ['olga', 'east~1', 'resume', 409],
    ['olga', 'um1~1', 'cancel', 405],
  ])('an action of %s on %s (%s) that is refused with %d is recorded', async (caller, job, action, status) => {
    const answer = await act(caller, job, action);
    expect(answer.status).toBe(status);
    const [record] = await records(caller);
    expect(record).toMatchObject({
      ...{ action, outcome: 'refused', status, detail: answer.body.detail, request_id: answer.body.request_id },
      by: { name: caller, method: 'token', address: '127.0.0.1' },
      job: { id: job, description: 'copy of vol1' },
    });
    expect(record.ended_time).toBeDefined();
    expect([east, um1].map((backend) => backend.count(`${action} 1`))).toEqual([0, 0]);
  });

  it('an action that would wait for more than five seconds is 429, and recorded', async () => {
    await gateway.close();
    for (let number = 1; number <= 7; number += 1) east.add(`${number}`);
    gateway = await open({ config: { actions: { ratePerSecond: 1 } } });
    east.faults.act = 'hang';
    const waiting = [1, 2, 3, 4, 5, 6, 7].map((number) => act('olga', `east~${number}`));
    // The others are not answered.
    const answer = await Promise.race(waiting);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const [record] = await records('adam', '?status=429');
    expect(record).toMatchObject({ outcome: 'refused', detail: answer.body.detail });
    expect(east.count(`cancel ${record.job.id.slice(-1)}`)).toBe(0);
    await gateway.close();
    await Promise.allSettled(waiting);
    gateway = await open();
  });

  it.each([
    ['458783', 'pause'],
    ['458784', 'cancel'],
  ] as const)('code %s of the backend is 405, and the job no longer offers %s', async (backendCode, action) => {
    east.faults.act = new BackendError('failed', 'not for this job', { refusal: 'unsupported', backendCode });
    const answer = await act('olga', 'east~1', action);
    expect(answer).toMatchObject({ status: 405, body: { error: { code: backendCode } } });
    expect(answer.headers.get('allow')).toBe('GET');
    expect(await last()).toMatchObject({ outcome: 'failed', status: 405, backend: { code: backendCode } });
    const { actions } = (await get('olga', '/api/jobs/east~1')).body;
    expect(actions).toContainEqual({ name: action, allowed: false, reason: 'not for this job', code: backendCode });
    expect((await act('olga', 'east~1', action)).status).toBe(405);
    expect(east.count(action)).toBe(1);
  });

  it('an action that the job shows at once is done', async () => {
    east.onAction = obey;
    expect((await act('olga', 'east~1', 'pause')).status).toBe(200);
    expect(await last()).toMatchObject({ outcome: 'done', status: 200 });
  });

  it.each([
    ['failure', 'done'],
    ['success', 'finished_first'],
  ] as const)('an accepted cancel of a job that ends with %s is %s', async (state, outcome) => {
    expect((await act('olga', 'east~1')).status).toBe(202);
    expect(await last()).toMatchObject({ outcome: 'accepted', status: 202 });
    east.add('1', { state });
    time.pass(5_000);
    await poll();
    await readUntil(last, (record) => record.outcome === outcome);
    expect((await get('olga', '/api/jobs/east~1')).body.requested).toMatchObject({ outcome });
  });

  it('an action whose answer is lost is unknown, and sent once', async () => {
    east.faults.act = new BackendError('outcome_unknown', 'socket hang up');
    expect((await act('olga', 'east~1')).status).toBe(504);
    expect(await last()).toMatchObject({ outcome: 'unknown', status: 504 });
    expect(east.count('cancel')).toBe(1);
  });

  it('the records outlive a restart', async () => {
    await act('olga', 'east~1');
    const before = await last();
    await gateway.close();
    gateway = await open();
    expect(await records('olga')).toMatchObject([{ id: before.id, by: { name: 'olga' } }]);
  });

  it('the records are also in the audit file', async () => {
    await gateway.close();
    const file = join(home.path, 'audit.jsonl');
    gateway = await open({ config: { audit: { file } } });
    east.onAction = obey;
    await act('olga', 'east~1', 'pause');
    await act('vera', 'west~1');
    const lines = await readUntil(
      async () => (await readFile(file, 'utf8')).trimEnd().split('\n'),
      ({ length }) => length === 3,
    );
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { outcome: 'pending', by: { name: 'olga' }, job: { id: 'east~1' } },
      { outcome: 'done', status: 200, by: { name: 'olga' } },
      { outcome: 'refused', status: 403, by: { name: 'vera' } },
    ]);
    const metrics = (await gateway.request('GET', '/metrics', { headers: as('adam') })).text;
    expect(metrics).toContain('job_gateway_audit_file_failed_writes_total 0');
  });

  describe('of several callers', () => {
    beforeEach(async () => {
      await act('olga', 'east~1');
      await act('olga', 'west~1');
      await act('ed', 'east~1', 'resume');
      await act('vera', 'west~1');
    });

    it.each([
      ['adam', 4],
      ['olga', 2],
      ['ed', 1],
      ['vera', 1],
      ['wanda', 2],
    ])('%s sees %d', async (caller, count) => {
      const { body } = await get(caller, '/api/actions');
      expect(body).toMatchObject({ num_records: count, total_records: count });
      expect((await get(caller, '/api/actions?return_records=false')).body.num_records).toBe(count);
      const names = new Set(body.records.map(({ by }: TestAnswer['body']) => by.name));
      if (caller === 'adam') expect([...names].sort()).toEqual(['ed', 'olga', 'vera']);
      else if (caller === 'wanda') expect([...names].sort()).toEqual(['olga', 'vera']);
      else expect([...names]).toEqual([caller]);
    });

    it('a record that is not visible is 404, as one that does not exist', async () => {
      const all = await records('adam');
      for (const { by, id, source } of all) {
        expect((await get('ed', `/api/actions/${id}`)).status).toBe(by.name === 'ed' ? 200 : 404);
        expect((await get('wanda', `/api/actions/${id}`)).status).toBe(source.name === 'west' ? 200 : 404);
      }
      const { body } = await get('ed', '/api/actions/1-0');
      const other = all.find(({ by }) => by.name !== 'ed');
      const hidden = (await get('ed', `/api/actions/${other.id}`)).body;
      expect(hidden.detail).toBe(body.detail);
    });

    it('they are filtered, sorted and paged as a list of jobs', async () => {
      expect(await records('adam', '?source.name=west&order_by=by.name&fields=by.name')).toEqual([
        { id: expect.any(String), by: { name: 'olga' } },
        { id: expect.any(String), by: { name: 'vera' } },
      ]);
      const first = await get('adam', '/api/actions?max_records=3');
      expect(first.body).toMatchObject({ num_records: 3, total_records: 4 });
      const second = await get('adam', first.body._links.next.href);
      expect(second.body.num_records).toBe(1);
      expect((await get('adam', '/api/actions?nonsense=1')).body.error.target).toBe('nonsense');
    });
  });
});
