import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

describe('a name that every object of JavaScript has', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;
  const before = Object.getOwnPropertyNames(Object.prototype);

  beforeAll(async () => {
    east = new FakeAdapter();
    east.add('job-1');
    gateway = await startGateway({ east });
    await gateway.poll('east');
  });
  afterAll(async () => {
    await gateway.close();
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(gateway.lines.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  it.each(
    NAMES.flatMap((name) => [
      ...[`${name}=1`, `${name}[polluted]=1`, `${name}.polluted=1`, `source[${name}][polluted]=1`, `fields=${name}`],
      ...[`fields=svm.${name}`, `order_by=${name}`, `source.${name}=1`, `svm.${name}=!x`, `fields=*,!${name}`],
    ]),
  )('is an unknown field or parameter of lists: ?%s', async (query) => {
    for (const path of ['/api/jobs', '/api/sources', '/api/cluster/jobs']) {
      expect([path, (await gateway.get(`${path}?${query}`)).status]).toEqual([path, 400]);
    }
    expect((await gateway.get(`/api/jobs/watch?${query}`)).status).toBe(400);
  });

  it.each(NAMES)('is an unknown field to group by: %s', async (name) => {
    expect((await gateway.get(`/api/jobs/summary?group_by=${name}`)).status).toBe(400);
    expect((await gateway.get(`/api/jobs/summary?group_by=source.${name}`)).status).toBe(400);
  });

  it.each(NAMES)('is an ordinary label, which no source has: %s', async (name) => {
    const label = `source.labels.${name}`;
    expect((await gateway.get(`/api/jobs?${label}=null`)).body.num_records).toBe(1);
    expect((await gateway.get(`/api/jobs?${label}=!null`)).body.num_records).toBe(0);
    const [job] = (await gateway.get(`/api/jobs?fields=${label}`)).body.records;
    expect(Object.keys(job)).toEqual(['id']);
    expect((await gateway.get(`/api/jobs?order_by=${label}`)).body.num_records).toBe(1);
    const { groups } = (await gateway.get(`/api/jobs/summary?group_by=${label}`)).body;
    expect(groups).toEqual([{ count: 1 }]);
  });

  it.each([
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"a":{"__proto__":{"polluted":1}}}',
    '{"a":[{"constructor":{"prototype":{"polluted":1}}}]}',
    '{"\\u005f_proto__":{"polluted":1}}',
  ])('makes a body invalid: %s', async (body) => {
    for (const path of ['/api/jobs/east~job-1?action=pause', '/api/cluster/jobs/east~job-1?action=pause']) {
      const answer = await gateway.request('PATCH', path, { body, headers: { 'content-type': 'application/json' } });
      expect(answer.status).toBe(400);
    }
    expect(east.calls.filter((call) => /^(act|pause)/.test(call))).toEqual([]);
  });

  it.each(NAMES)('is no path, no id and no source: %s', async (name) => {
    for (const path of [
      `/${name}`,
      `/api/${name}`,
      `/api/jobs/${name}`,
      `/api/jobs/${name}~1`,
      `/api/sources/${name}`,
    ]) {
      expect((await gateway.get(path)).status).toBeGreaterThanOrEqual(400);
      expect((await gateway.get(path)).status).toBeLessThanOrEqual(404);
    }
  });

  it.each(NAMES)('is a header without effect: %s', async (name) => {
    const response = await gateway.raw(
      `GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${name}: polluted\r\n\r\n`,
    );
    expect(response).toMatch(/^HTTP\/1.1 200 /);
  });
});
