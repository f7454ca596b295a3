import { setTimeout as delay } from 'node:timers/promises';

import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { accessFor, as } from '../../../../test/support/callers.js';
import { RawClient } from '../../../../test/support/raw-requests.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const ALL = { adam: ['admin'], olga: ['operator'] } as const;
const HEAD =
  'PATCH /api/jobs/east~1?action=cancel HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer olga\r\n' +
  'Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{';

describe('an action that waits for its turn', () => {
  it('is refused and recorded if its login ends meanwhile', async () => {
    const east = new FakeAdapter();
    for (const id of ['1', '2']) east.add(id);
    const limits = { config: { actions: { ratePerSecond: 1 } } };
    const gateway = await startGateway({ east }, undefined, undefined, limits, undefined, accessFor(ALL));
    await gateway.request('POST', '/api/sources/east/poll', { headers: as('adam') });
    const cancel = (id: string) =>
      gateway.request('PATCH', `/api/jobs/east~${id}?action=cancel`, { headers: as('olga') });
    expect((await cancel('1')).status).toBe(202);
    const second = cancel('2');
    await delay(400);
    gateway.changeAccess(accessFor({ adam: ['admin'] }));
    expect((await second).status).toBe(403);
    expect(east.calls.filter((call) => call.startsWith('cancel'))).toEqual(['cancel 1']);
    const { body } = await gateway.request('GET', '/api/actions?job.id=east~2', { headers: as('adam') });
    expect(body.records).toMatchObject([{ outcome: 'refused', status: 403, by: { name: 'olga' } }]);
    await gateway.close();
  });
});

describe('a request whose body arrives late', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;

  beforeEach(async () => {
    east = new FakeAdapter();
    east.add('1');
    gateway = await startGateway({ east }, undefined, undefined, undefined, undefined, accessFor(ALL));
    await gateway.request('POST', '/api/sources/east/poll', { headers: as('adam') });
  });
  afterEach(() => gateway.close());

  const sendLate = async (change: () => void): Promise<number | undefined> => {
    const connections = gateway.connections();
    const client = await RawClient.open(gateway.url);
    client.send(HEAD);
    await until('the request has begun', () => gateway.connections() > connections);
    await gateway.request('GET', '/api/me', { headers: as('olga') });
    change();
    client.send('}');
    const [response] = await client.end();
    return response?.status;
  };
  const cancels = (): number => east.calls.filter((call) => call.startsWith('cancel')).length;

  it('is carried out while its login is valid', async () => {
    expect(await sendLate(() => gateway.changeAccess({ ...accessFor(ALL), anonymous: { role: 'viewer' } }))).toBe(202);
    expect(cancels()).toBe(1);
  });

  it.each([
    ['its token is removed', accessFor({ adam: ['admin'] })],
    ['its role is another one', accessFor({ ...ALL, olga: ['viewer'] })],
    ['its sources are others', accessFor({ ...ALL, olga: ['operator', 'source.name=west'] })],
  ])('is 401 if %s meanwhile', async (_, access) => {
    expect(await sendLate(() => gateway.changeAccess(access))).toBe(401);
    expect(cancels()).toBe(0);
  });
});
