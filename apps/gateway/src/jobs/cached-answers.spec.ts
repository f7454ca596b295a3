import { BackendError } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';

import { startGateway, type TestAnswer, type TestGateway } from '../../../../test/support/start-gateway.js';

const LISTS = ['/api/jobs', '/api/jobs?state=running&fields=state', '/api/jobs/summary?group_by=state'];
const JOBS = ['/api/jobs/east~a', '/api/jobs/east~a?fields=state'];
const ONTAP = ['/api/cluster/jobs?fields=state', '/api/cluster/jobs/east~a', '/api/cluster/jobs/east~a?fields=state'];
const HOUR_MS = 3_600_000;

describe('an answer that was sent before', () => {
  let gateway: TestGateway;
  let time: ManualTime;
  let east: FakeAdapter;

  beforeEach(async () => {
    east = new FakeAdapter();
    east.add('a');
    time = new ManualTime(Date.now());
    gateway = await startGateway({ east }, undefined, time);
    await gateway.poll('east');
  });
  afterEach(() => gateway.close());

  /** Requests a path twice, so that its answer is cached. */
  async function getTwice(path: string): Promise<TestAnswer> {
    const first = await gateway.get(path);
    const second = await gateway.get(path);
    expect([second.status, second.text]).toEqual([200, first.text]);
    return first;
  }

  it.each([...LISTS, ...JOBS, ...ONTAP])('is not sent after the job has changed: %s', async (path) => {
    const before = await getTwice(path);
    east.add('a', { state: 'success' });
    await gateway.poll('east');
    const after = await getTwice(path);
    expect(after.text).not.toBe(before.text);
    const tag = before.headers.get('etag');
    if (tag !== null) expect(after.headers.get('etag')).not.toBe(tag);
  });

  it.each(JOBS)('is sent after another job has changed: %s', async (path) => {
    const before = await getTwice(path);
    east.add('b');
    await gateway.poll('east');
    expect((await getTwice(path)).text).toBe(before.text);
  });

  it.each(LISTS)('is not sent after the clock has made a source stale, and shows its age: %s', async (path) => {
    const before = await getTwice(path);
    time.pass(3 * HOUR_MS);
    const { body, headers } = await gateway.get(path);
    expect(body.stale_sources).toMatchObject([{ name: 'east', age_seconds: 10_800 }]);
    expect(headers.get('etag')).not.toBe(before.headers.get('etag'));
    time.pass(1_000);
    const later = await gateway.get(path);
    expect(later.body.stale_sources).toMatchObject([{ name: 'east', age_seconds: 10_801 }]);
    expect(later.headers.get('etag')).toBe(headers.get('etag'));
  });

  it.each(LISTS)('is not sent after the clock has opened a gap, or a poll has ended it: %s', async (path) => {
    await getTwice(path);
    time.pass(300_001);
    expect((await getTwice(path)).body.gaps).toEqual([{ source: 'east', from: expect.any(String) }]);
    await gateway.poll('east');
    const ended = { source: 'east', from: expect.any(String), to: expect.any(String) };
    expect((await getTwice(path)).body.gaps).toEqual([ended]);
  });

  it.each(LISTS)(
    'says nothing of sources that its filters exclude, and is sent while only these change: %s',
    async (path) => {
      const join = path.includes('?') ? '&' : '?';
      const [own, other] = [`${path}${join}source.name=east`, `${path}${join}source.name=!east`];
      const before = await getTwice(other);
      time.pass(3 * HOUR_MS);
      const { body, headers } = await gateway.get(own);
      expect([body.stale_sources.length, body.gaps.length]).toEqual([1, 1]);
      const after = await getTwice(other);
      expect([after.body.stale_sources, after.body.gaps]).toEqual([[], []]);
      expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
      expect(after.headers.get('etag')).not.toBe(headers.get('etag'));
    },
  );

  it.each(LISTS)('is not sent after a source refuses the login: %s', async (path) => {
    await getTwice(path);
    east.fault = new BackendError('unauthorized', 'login refused');
    await gateway.poll('east');
    expect((await gateway.get(path)).body.stale_sources).toMatchObject([{ reason: 'unauthorized: login refused' }]);
  });

  it('is not sent for a wait', async () => {
    await getTwice('/api/jobs/east~a');
    const headers = { prefer: 'wait=0' };
    const waited = await gateway.request('GET', '/api/jobs/east~a', { headers });
    expect(waited.headers.get('preference-applied')).toBe('wait=0');
    expect((await gateway.get('/api/jobs/east~a')).headers.get('preference-applied')).toBeNull();
  });

  it.each(['/api/jobs/a', '/api/cluster/jobs/b5145e1d-b53b-11e8-8252-005056bb0001'])(
    'is not sent once the native id belongs to two jobs: %s',
    async (path) => {
      const nativeId = path.slice(path.lastIndexOf('/') + 1);
      const west = new FakeAdapter();
      east.add(nativeId);
      const both = await startGateway({ east, west });
      await both.poll('east');
      for (let n = 0; n < 2; n += 1) expect((await both.get(path)).status).toBe(200);
      west.add(nativeId);
      await both.poll('west');
      expect((await both.get(path)).status).toBe(409);
      await both.close();
    },
  );
});
