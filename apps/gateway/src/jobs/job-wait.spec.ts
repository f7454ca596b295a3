import { connect } from 'node:net';

import { BackendError } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

describe('GET /api/jobs/{id} with a wait', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;

  beforeEach(async () => {
    east = new FakeAdapter();
    east.add('job-1', { svm: { name: 'svm1' } });
    east.add('done', { state: 'success' });
    gateway = await startGateway({ east });
    await gateway.poll('east');
    east.calls.length = 0;
  });
  afterEach(() => gateway.close());

  const waiting = (count: number) => until(`${count} requests wait`, () => gateway.waiting() === count);

  it('responds when the job has ended, not before', async () => {
    const answer = gateway.get('/api/jobs/east~job-1?wait=60');
    await waiting(1);
    east.add('job-1', { message: 'half done' });
    await gateway.poll('east');
    expect(gateway.waiting()).toBe(1);
    east.add('job-1', { state: 'failure' });
    await gateway.poll('east');
    const { body, headers, status } = await answer;
    expect([status, body.state, body.terminal, headers.get('preference-applied')]).toEqual([
      200,
      'failure',
      true,
      null,
    ]);
    expect(gateway.waiting()).toBe(0);
  });

  it('tracks the job, so that its end is observed between two polls of the source', async () => {
    const answer = gateway.get('/api/jobs/east~job-1?wait=60');
    await waiting(1);
    east.add('job-1', { state: 'success' });
    expect((await answer).body.state).toBe('success');
    expect(east.calls).toEqual(['get job-1']);
  });

  it('responds with the job as it is when the time is over', async () => {
    const { body, status } = await gateway.get('/api/jobs/east~job-1?wait=1');
    expect([status, body.state, body.terminal]).toEqual([200, 'running', false]);
    expect(gateway.waiting()).toBe(0);
  });

  it.each(['/api/jobs/east~done?wait=60', '/api/jobs/east~job-1?wait=0', '/api/jobs/done?wait=60'])(
    'responds at once if there is nothing to wait for (%s)',
    async (path) => {
      expect((await gateway.get(path)).status).toBe(200);
      expect(east.calls).toEqual([]);
    },
  );

  it('accepts Prefer and returns the applied wait', async () => {
    const getWith = (path: string, prefer: string) => gateway.request('GET', path, { headers: { prefer } });
    const first = await getWith('/api/jobs/east~done', 'respond-async, wait=500');
    expect([first.status, first.headers.get('preference-applied')]).toEqual([200, 'wait=120']);
    const both = await getWith('/api/jobs/east~done?wait=5', 'wait=7');
    expect(both.headers.get('preference-applied')).toBeNull();
    const odd = await getWith('/api/jobs/east~job-1', 'wait=soon');
    expect([odd.status, odd.headers.get('preference-applied')]).toEqual([200, null]);
    const answer = getWith('/api/jobs/east~job-1', 'wait=60');
    await waiting(1);
    east.add('job-1', { state: 'success' });
    await gateway.poll('east');
    const { body, headers } = await answer;
    expect([body.state, headers.get('preference-applied')]).toEqual(['success', 'wait=60']);
  });

  it('returns the selected fields of the job as it is then', async () => {
    const answer = gateway.get('/api/jobs/east~job-1?wait=60&fields=state,svm.name');
    await waiting(1);
    east.add('job-1', { state: 'success', svm: { name: 'svm2' } });
    await gateway.poll('east');
    expect((await answer).body).toEqual({ id: 'east~job-1', state: 'success', svm: { name: 'svm2' } });
  });

  it.each(['121', '1.5', 'long'])('rejects %s seconds without a lookup', async (wait) => {
    const { body, status } = await gateway.get(`/api/jobs/east~new?wait=${wait}`);
    expect([status, body.type, body.error.target]).toEqual([400, '/docs/errors#invalid-parameter', 'wait']);
    expect(east.calls).toEqual([]);
  });

  it('waits for a job that was not in the view yet', async () => {
    east.add('new');
    const answer = gateway.get('/api/jobs/east~new?wait=60');
    await waiting(1);
    east.add('new', { state: 'success' });
    await gateway.poll('east');
    expect((await answer).body.state).toBe('success');
  });

  it('fetches a job once for a thousand waits', async () => {
    const answers = Array.from({ length: 1_000 }, () => gateway.get('/api/jobs/east~job-1?wait=100&fields=state'));
    await waiting(1_000);
    east.calls.length = 0;
    east.add('job-1', { state: 'success' });
    const bodies = (await Promise.all(answers)).map(({ body }) => body.state);
    expect(new Set(bodies)).toEqual(new Set(['success']));
    expect(east.calls).toEqual(['get job-1']);
    expect(gateway.waiting()).toBe(0);
  });

  it('ends when the client disconnects', async () => {
    const leaving = new AbortController();
    const answers = [1, 2].map(() =>
      gateway.request('GET', '/api/jobs/east~job-1?wait=100', { signal: leaving.signal }).catch(() => 'left'),
    );
    await waiting(2);
    leaving.abort();
    expect(await Promise.all(answers)).toEqual(['left', 'left']);
    await waiting(0);
  });

  it('ends when the client disconnects, and the next request of the connection never begins', async () => {
    const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    socket.write(request('/api/jobs/east~job-1?wait=100') + request('/api/jobs/east~job-1?wait=101&fields=state'));
    await waiting(1);
    socket.destroy();
    await waiting(0);
  });

  it('continues while the backend does not respond', async () => {
    const answer = gateway.get('/api/jobs/east~job-1?wait=60');
    await waiting(1);
    east.fault = new BackendError('unreachable', 'connect ECONNREFUSED');
    await until('the job was fetched', () => east.calls.includes('get job-1'));
    east.fault = undefined;
    east.add('job-1', { state: 'success' });
    expect((await answer).body.state).toBe('success');
  });

  it('responds at once, with the job as it is, when the gateway stops', async () => {
    const answers = [1, 2, 3].map(() => gateway.get('/api/jobs/east~job-1?wait=100'));
    await waiting(3);
    const closing = gateway.close();
    for (const { body, status } of await Promise.all(answers)) expect([status, body.state]).toEqual([200, 'running']);
    await closing;
    gateway = await startGateway({ east });
  });
});
