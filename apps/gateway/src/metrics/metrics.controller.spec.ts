import { readFile } from 'node:fs/promises';

import { BackendError } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { accessFor, as } from '../../../../test/support/callers.js';
import { SCOPE_HEADER, startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

describe('the metrics', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;

  beforeEach(async () => {
    east = new FakeAdapter();
    east.add('a');
    east.add('b', { state: 'success' });
    gateway = await startGateway({ east });
  });
  afterEach(() => gateway.close());

  /** The value of a series; the prefix `job_gateway_` may be left out. `NaN` if there is none. */
  async function number(series: string): Promise<number> {
    const { text } = await gateway.get('/metrics');
    const found = text.split('\n').find((line) => line.replace(/^job_gateway_/, '').startsWith(`${series} `));
    return Number(found?.split(' ').at(-1) ?? NaN);
  }

  it('are in the Prometheus text format', async () => {
    const { headers, status, text } = await gateway.get('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toMatch(/^# HELP job_gateway_source_polls_total .+\n# TYPE job_gateway_source_polls_total counter$/m);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('are those of docs/metrics.md, with the same types', async () => {
    const page = await readFile(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` +\| (\w+)/gm)].map(([, name = '', type = '']) => `${name} ${type}`);
    const { text } = await gateway.get('/metrics');
    const served = [...text.matchAll(/^# TYPE (.+)$/gm)].map(([, line = '']) => line);
    expect(rows.filter((row) => !row.startsWith('job_gateway_tls_')).sort()).toEqual(served.sort());
  });

  it('count polls, failures and jobs of each source', async () => {
    await gateway.poll('east');
    const before = await number('source_polls_total{source="east"}');
    east.fault = new BackendError('unreachable', 'cannot connect');
    await gateway.poll('east');
    expect(await number('source_polls_total{source="east"}')).toBe(before + 1);
    expect(await number('source_failed_polls_total{source="east"}')).toBe(1);
    expect(await number('source_status{source="east",status="degraded"}')).toBe(1);
    expect(await number('source_stale{source="east"}')).toBe(0);
    expect(await number('source_poll_duration_seconds_count{source="east"}')).toBe(before + 1);
    expect(await number('poll_duration_seconds_count{kind="ontap"}')).toBe(before + 1);
    expect(await number('jobs{source="east",state="running"}')).toBe(1);
    expect(await number('jobs{source="east",state="failure"}')).toBe(0);
  });

  it('count a source without data or with a refused login as stale', async () => {
    await gateway.poll('east');
    expect(await number('source_stale{source="east"}')).toBe(0);
    east.fault = new BackendError('unauthorized', 'wrong password');
    await gateway.poll('east');
    expect(await number('source_stale{source="east"}')).toBe(1);
    expect(await number('source_status{source="east",status="unauthorized"}')).toBe(1);
  });

  it('count the requests that wait, were refused or were abandoned', async () => {
    const counts = ['requests_waiting', 'requests_refused_total', 'requests_abandoned_total'].map(number);
    expect(await Promise.all(counts)).toEqual([0, 0, 0]);
  });

  it('have the durations of requests by the template of the route, method and class of status', async () => {
    await gateway.poll('east');
    for (const path of ['/api/jobs/east~a', '/api/jobs/east~b', '/api/jobs/east~none']) await gateway.get(path);
    await gateway.get('/api/jobs?fields=%2Fnothing');
    const count = (labels: string) => number(`http_request_duration_seconds_count{${labels}}`);
    expect(await count('method="GET",route="/api/jobs/{id}",status="2xx"')).toBe(2);
    expect(await count('method="GET",route="/api/jobs/{id}",status="4xx"')).toBe(1);
    expect(await count('method="GET",route="/api/jobs",status="4xx"')).toBe(1);
    const label = 'method="GET",route="/api/jobs/{id}",status="2xx"';
    expect(await number(`http_request_duration_seconds_bucket{${label},le="+Inf"}`)).toBe(2);
    expect(await number(`http_request_duration_seconds_sum{${label}}`)).toBeGreaterThan(0);
  });

  it('have no series for paths that are not routes, and none for texts of clients', async () => {
    await gateway.statusOf('GET', '/planted-path');
    await gateway.statusOf('GET', '/api/jobs/planted-id?planted=query');
    expect((await gateway.get('/metrics')).text).not.toContain('planted');
  });

  it('do not count watches and waits as slow requests', async () => {
    await gateway.poll('east');
    const waiting = gateway.get('/api/jobs/east~a?wait=30');
    await until('the request waits', () => gateway.waiting() === 1);
    expect(await number('waits')).toBe(1);
    east.add('a', { state: 'success' });
    await gateway.poll('east');
    expect((await waiting).body.state).toBe('success');
    const watch = await fetch(`${gateway.url}/api/jobs/watch`);
    expect(watch.status).toBe(200);
    expect(await number('watches{stream="jobs"}')).toBe(1);
    // The gateway ends the watch, so its response is complete.
    gateway.changeAccess(accessFor({ admin: ['admin'] }));
    await watch.text();
    await until('the watch is closed', () => gateway.watching() === 0);
    const { text } = await gateway.request('GET', '/metrics', { headers: as('admin') });
    expect(text).toContain('job_gateway_watches{stream="jobs"} 0');
    expect(text).not.toMatch(/duration_seconds_count\{.*route="[^"]*(\{id\}|watch)"/);
  });

  it('count the operations of the store, and show the size and the revision of the view', async () => {
    await gateway.poll('east');
    expect(await number('store_operation_duration_seconds_count{store="jobs",operation="append"}')).toBeGreaterThan(0);
    expect(await number('store_operation_duration_seconds_count{store="jobs",operation="lease"}')).toBeGreaterThan(0);
    expect(await number('view_jobs')).toBe(2);
    expect(await number('view_bytes')).toBeGreaterThan(0);
    expect(await number('view_changes_total')).toBeGreaterThanOrEqual(2);
    const { body } = await gateway.get('/api/jobs');
    expect(await number('view_revision_timestamp_seconds')).toBe(Number(body.revision.split('-')[0]) / 1_000);
  });

  it('count the outcomes of actions', async () => {
    await gateway.poll('east');
    await gateway.patch('/api/jobs/east~b?action=cancel');
    expect(await number('actions_total{action="cancel",outcome="refused"}')).toBe(1);
    await gateway.patch('/api/jobs/east~a?action=cancel');
    await until('it is sent', async () => (await number('actions_total{action="cancel",outcome="pending"}')) === 1);
    expect(await number('bulk_actions{state="running"}')).toBe(0);
  });

  it('count the records that the store had lost, and what it refused', async () => {
    await gateway.poll('east');
    expect(await number('store_lost_records_total')).toBe(0);
    expect(await number('source_refused_records_total{source="east"}')).toBe(0);
  });

  it('report that the store is unavailable', async () => {
    expect(await number('store_up')).toBe(1);
    await gateway.loseStore();
    expect(await number('store_up')).toBe(0);
  });

  it('have one value of the delay of the event loop per second, and the process', async () => {
    await until('a second is over', async () => (await number('event_loop_delay_seconds_count')) > 0);
    expect(await number('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(await number('nodejs_heap_size_used_bytes')).toBeLessThan(await number('nodejs_heap_size_limit_bytes'));
    expect(await number('ready')).toBe(1);
    expect((await gateway.get('/metrics')).text).toMatch(/^job_gateway_info\{version="\d+\.\d+\.\d+",node="v\d+/m);
  });

  it('are only those of sources that the caller may see', async () => {
    const both = await startGateway({ east, west: new FakeAdapter() });
    try {
      both.scopes.set('west only', { key: 'west', sources: new Set(['west']) });
      const { text } = await both.request('GET', '/metrics', { headers: { [SCOPE_HEADER]: 'west only' } });
      const lines = text.split('\n').filter((line) => !line.startsWith('#') && line !== '');
      expect(lines.length).toBeGreaterThan(10);
      expect(lines.filter((line) => !line.includes('source="west"'))).toEqual([]);
    } finally {
      await both.close();
    }
  });
});
