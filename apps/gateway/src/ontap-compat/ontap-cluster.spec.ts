/** The gateway as a cluster: what clients that were written for ONTAP request first. */
import { isUuid } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { makeFolder } from '../../../../test/support/home.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const CLUSTER = '/api/cluster';

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startGateway({ east: new FakeAdapter() });
});
afterEach(() => gateway.close());

describe('GET /api/cluster', () => {
  it('has the name, a UUID and the release', async () => {
    const { body, headers, status } = await gateway.get(CLUSTER);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toEqual({
      name: 'job-gateway',
      uuid: expect.any(String),
      version: { full: expect.stringMatching(/^NetApp Release 9\.11\.1\b/), generation: 9, major: 11, minor: 1 },
      _links: { self: { href: CLUSTER } },
    });
    expect(isUuid(body.uuid)).toBe(true);
    expect((await gateway.get(`${CLUSTER}/`)).body).toEqual(body);
  });

  it.each([
    ['version', ['_links', 'version']],
    ['name,uuid', ['_links', 'name', 'uuid']],
    ['*', ['_links', 'name', 'uuid', 'version']],
    ['**', ['_links', 'name', 'uuid', 'version']],
    ['', ['_links', 'name', 'uuid', 'version']],
    ['*,!version', ['_links', 'name', 'uuid']],
    ['version.{major,minor}', ['_links', 'version']],
    ['name,management_interfaces,nodes.name', ['_links', 'name']],
  ])('has the fields %s', async (fields, expected) => {
    const { body, status } = await gateway.get(`${CLUSTER}?fields=${fields}`);
    expect([status, Object.keys(body).sort()]).toEqual([200, expected]);
  });

  it('accepts the general parameters and headers of ONTAP', async () => {
    const plain = await gateway.get(CLUSTER);
    const query =
      'pretty=true&return_records=true&return_timeout=15&max_records=1024&ignore_unknown_fields=true&fields=*,odd';
    const headers = { 'X-Dot-SVM-Name': 'svm0' };
    const { body, text } = await gateway.request('GET', `${CLUSTER}?${query}`, { headers });
    expect(body).toEqual(plain.body);
    expect(text).toBe(JSON.stringify(body, undefined, 2));
  });

  it.each([
    ['fields=odd', 'fields'],
    ['fields=name.first', 'fields'],
    ['name=x', 'name'],
    ['return_timeout=x', 'return_timeout'],
  ])('rejects %s as ONTAP does', async (query, target) => {
    const { body, headers, status } = await gateway.get(`${CLUSTER}?${query}`);
    expect([status, body.error.target]).toEqual([400, target]);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('has the same UUID after a restart, and another one with another store', async () => {
    const home = await makeFolder();
    const uuids: unknown[] = [];
    for (let run = 0; run < 2; run += 1) {
      const restarted = await startGateway({ east: new FakeAdapter() }, home);
      uuids.push((await restarted.get(CLUSTER)).body.uuid);
      await restarted.close();
    }
    await home.remove();
    expect(uuids[1]).toBe(uuids[0]);
    expect((await gateway.get(CLUSTER)).body.uuid).not.toBe(uuids[0]);
  });

  it('is not available before it could be read from the store once', async () => {
    await gateway.loseStore();
    const { body, headers, status } = await gateway.get(CLUSTER);
    expect([status, body.type, headers.get('retry-after')]).toEqual([503, '/docs/errors#store-unavailable', '5']);
  });

  it('is read only', async () => {
    const { headers, status } = await gateway.request('PATCH', CLUSTER);
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
