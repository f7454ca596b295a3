import { type Job, type JobState, type RequestedAction } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { sampleJob } from '@gateway/testing/jobs';
import { ManualTime } from '@gateway/testing/manual-time';

import { type Home, makeFolder } from '../../../../test/support/home.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';
import { historyOf, MAX_ENTRIES } from './job-history.js';

const timeOf = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

function version(second: number, state: JobState, more: Partial<Job> = {}): Job {
  return sampleJob({ nativeId: '1', state, more: { updated_time: timeOf(second), ...more } });
}

describe('the history of a job', () => {
  it('has each version in the log that differs in its state, message or request', () => {
    const requested: RequestedAction = { action: 'cancel', by: 'ann', time: timeOf(3), outcome: 'accepted' };
    const logged = [
      version(0, 'queued'),
      version(1, 'running', { message: '1 of 2' }),
      version(2, 'running', { message: '1 of 2', code: 0 }),
      version(3, 'running', { message: '1 of 2', requested }),
      version(4, 'cancelled', { requested: { ...requested, outcome: 'done' } }),
    ];
    expect(historyOf(logged[4] as Job, logged, true)).toEqual({
      entries: [
        { time: timeOf(0), state: 'queued' },
        { time: timeOf(1), state: 'running', message: '1 of 2' },
        {
          ...{ time: timeOf(3), state: 'running', message: '1 of 2' },
          requested: { action: 'cancel', by: 'ann', outcome: 'accepted' },
        },
        { time: timeOf(4), state: 'cancelled', requested: { action: 'cancel', by: 'ann', outcome: 'done' } },
      ],
      complete: true,
    });
  });

  it('begins with the states that the record keeps, if the log no longer has them', () => {
    const states = [
      { state: 'queued', time: timeOf(0) },
      { state: 'running', time: timeOf(5) },
      { state: 'success', time: timeOf(9) },
    ] as const;
    const ended = version(9, 'success', { states, message: 'Complete' });
    const last = { time: timeOf(9), state: 'success', message: 'Complete' };
    const entries = [states[0], states[1], last];
    expect(historyOf(ended, [], false)).toEqual({ entries, complete: false });
    expect(historyOf(ended, [ended], false)).toEqual({ entries, complete: false });
    const half = version(7, 'running', { states: states.slice(0, 2), message: 'half' });
    expect(historyOf(ended, [half, ended], false).entries).toEqual([
      ...[states[0], states[1]],
      ...[{ time: timeOf(7), state: 'running', message: 'half' }, last],
    ]);
  });

  it('is complete without a log for a job that has never changed', () => {
    const first = version(0, 'running');
    expect(historyOf(first, [], false)).toEqual({ entries: [{ time: timeOf(0), state: 'running' }], complete: true });
  });

  it('has the last entries of a job that changes all the time', () => {
    const logged = Array.from({ length: MAX_ENTRIES + 1 }, (_, at) =>
      version(at, 'running', { message: `${at} done` }),
    );
    const { complete, entries } = historyOf(logged.at(-1) as Job, logged, true);
    expect([complete, entries.length, entries[0]?.message]).toEqual([false, MAX_ENTRIES, '1 done']);
  });
});

describe('GET /api/jobs/{id}/history', () => {
  const time = new ManualTime(Date.UTC(2030, 0, 1));
  const east = new FakeAdapter();
  let home: Home;
  let gateway: TestGateway;

  beforeAll(async () => {
    home = await makeFolder();
    gateway = await startGateway({ east }, home, time);
  });
  afterAll(async () => {
    await gateway.close();
    await home.remove();
  });

  async function show(state: JobState, message?: string): Promise<void> {
    time.pass(10_000);
    east.add('1', { state, ...(message !== undefined && { message }) });
    await gateway.poll('east');
  }
  const at = (second: number) => new Date(Date.UTC(2030, 0, 1, 0, 0, second)).toISOString();

  it('shows what the job showed, oldest first', async () => {
    await show('queued');
    await show('running', 'half');
    await show('running', 'almost');
    await show('success');
    const { body, headers, status } = await gateway.get('/api/jobs/east~1/history');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toEqual({
      records: [
        { time: at(10), state: 'queued' },
        { time: at(20), state: 'running', message: 'half' },
        { time: at(30), state: 'running', message: 'almost' },
        { time: at(40), state: 'success' },
      ],
      num_records: 4,
      complete: true,
      _links: { self: { href: '/api/jobs/east~1/history' }, job: { href: '/api/jobs/east~1' } },
    });
    expect((await gateway.get('/api/jobs/1/history')).body).toEqual(body);
  });

  it('keeps the states with the job', async () => {
    expect((await gateway.get('/api/jobs/east~1')).body.states).toEqual([
      { state: 'queued', time: at(10) },
      { state: 'running', time: at(20) },
      { state: 'success', time: at(40) },
    ]);
  });

  it.each([
    ['/api/jobs/east~none/history', 404, 'job-not-found'],
    ['/api/jobs/nowhere~1/history', 404, 'job-not-found'],
    ['/api/jobs/east~1/history?fields=id', 400, 'unknown-parameter'],
    ['/api/jobs/%20/history', 400, 'malformed-id'],
  ])('%s is %i %s', async (path, status, slug) => {
    const { body, status: given } = await gateway.get(path);
    expect([given, body.type]).toEqual([status, `/docs/errors#${slug}`]);
  });
});
