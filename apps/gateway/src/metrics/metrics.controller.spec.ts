import { BackendError } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

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

  async function number(line: string): Promise<number> {
    const { text } = await gateway.get('/metrics');
    const found = text.split('\n').find((each) => each.startsWith(`job_gateway_${line} `));
    return Number(found?.split(' ').at(-1));
  }

  it('are in the Prometheus text format', async () => {
    const { headers, status, text } = await gateway.get('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toMatch(/^# HELP job_gateway_source_polls_total .+\n# TYPE job_gateway_source_polls_total counter$/m);
  });

  it('count polls, failures and jobs of each source', async () => {
    await gateway.poll('east');
    const before = await number('source_polls_total{source="east"}');
    east.fault = new BackendError('unreachable', 'cannot connect');
    await gateway.poll('east');
    expect(await number('source_polls_total{source="east"}')).toBe(before + 1);
    expect(await number('source_failed_polls_total{source="east"}')).toBe(1);
    expect(await number('source_status{source="east",status="degraded"}')).toBe(1);
    expect(await number('jobs{source="east",state="running"}')).toBe(1);
    expect(await number('jobs{source="east",state="failure"}')).toBe(0);
  });

  it('count the requests that wait, were refused or were abandoned', async () => {
    const counts = ['requests_waiting', 'requests_refused_total', 'requests_abandoned_total'].map(number);
    expect(await Promise.all(counts)).toEqual([0, 0, 0]);
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
});
