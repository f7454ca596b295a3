import { BackendError } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

describe('the sources', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;

  beforeEach(async () => {
    east = new FakeAdapter();
    east.add('a');
    east.add('b');
    east.add('c', { state: 'success' });
    gateway = await startGateway({ west: new FakeAdapter('service-engine'), east });
  });
  afterEach(() => gateway.close());

  it('are listed in the order of their names', async () => {
    const { body, status } = await gateway.get('/api/sources');
    expect(status).toBe(200);
    expect(body).toMatchObject({ num_records: 2, total_records: 2, _links: { self: { href: '/api/sources' } } });
    expect(body._links.next).toBeUndefined();
    expect(body.records.map((record: { name: string }) => record.name)).toEqual(['east', 'west']);
  });

  it('have their state and their number of jobs after a poll', async () => {
    const { body, status } = await gateway.request('POST', '/api/sources/east/poll');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'east',
      kind: 'ontap',
      url: 'https://10.0.0.1',
      origin: { kind: 'config' },
      status: 'ok',
      version: '9.13.1',
      interval_seconds: 3600,
      consecutive_failures: 0,
      jobs: { running: 2, success: 1 },
      gaps: [],
      _links: { self: { href: '/api/sources/east' }, jobs: { href: '/api/jobs?source.name=east' } },
    });
    expect(body.reason).toBeUndefined();
    expect((await gateway.get(body._links.jobs.href)).body.total_records).toBe(3);
    expect((await gateway.get(body._links.self.href)).body).toMatchObject({ name: 'east', status: 'ok' });
  });

  it('respond to a failed poll with the reason', async () => {
    east.fault = new BackendError('unauthorized', 'login refused');
    const { body, status } = await gateway.request('POST', '/api/sources/east/poll');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'unauthorized',
      reason: 'unauthorized: login refused',
      consecutive_failures: 1,
    });
  });

  it('never show the login', async () => {
    await gateway.poll('east');
    expect((await gateway.get('/api/sources')).text).not.toContain('t0p-secret');
    expect(JSON.stringify(gateway.lines)).not.toContain('t0p-secret');
  });

  it.each([
    ['GET', '/api/sources/north', 404, 'source-not-found'],
    ['POST', '/api/sources/north/poll', 404, 'source-not-found'],
    ['GET', '/api/sources/North', 400, 'malformed-id'],
    ['GET', '/api/sources/e%2Fast', 400, 'malformed-id'],
    ['POST', '/api/sources//poll', 400, 'malformed-id'],
    ['GET', '/api/sources?state=ok', 400, 'unknown-parameter'],
    ['GET', '/api/sources?query=east', 400, 'unknown-parameter'],
    ['GET', '/api/sources?labels.a.b=x', 400, 'unknown-parameter'],
    ['GET', '/api/sources?gaps=null', 400, 'unknown-parameter'],
    ['GET', '/api/sources?status=ok&status=ok', 400, 'duplicate-parameter'],
    ['GET', '/api/sources?name=', 400, 'empty-parameter'],
    ['GET', '/api/sources?status=good', 400, 'invalid-parameter'],
    ['GET', '/api/sources?age_seconds=old', 400, 'invalid-parameter'],
    ['GET', '/api/sources?fields=state', 400, 'invalid-parameter'],
    ['GET', '/api/sources?order_by=labels', 400, 'invalid-parameter'],
    ['GET', '/api/sources?max_records=0', 400, 'invalid-parameter'],
    ['GET', '/api/sources?return_records=no', 400, 'invalid-parameter'],
    ['GET', '/api/sources?start=x', 400, 'invalid-cursor'],
    ['GET', '/api/sources/east?fields=', 400, 'empty-parameter'],
    ['GET', '/api/sources/east?fields=state', 400, 'invalid-parameter'],
    ['GET', '/api/sources/east?status=ok', 400, 'unknown-parameter'],
    ['POST', '/api/sources/east/poll?wait=1', 400, 'unknown-parameter'],
    ['GET', '/api/sources/east/poll', 405, 'method-not-allowed'],
  ])('respond to %s %s with %i', async (method, path, status, slug) => {
    const response = await gateway.request(method, path);
    expect(response.status).toBe(status);
    expect(response.body.type).toBe(`/docs/errors#${slug}`);
  });
});
