import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { readUntil } from '@gateway/testing/until';

import { accessFor, as } from '../support/callers.js';
import { type Home, makeHome } from '../support/home.js';
import { startGateway, type TestAnswer, type TestGateway } from '../support/start-gateway.js';

const ACCESS = accessFor({ olga: ['operator'], otto: ['operator'], adam: ['admin'] });

describe('actions with an Idempotency-Key on two replicas over Redis', () => {
  let home: Home;
  let east: FakeAdapter;
  let a: TestGateway;
  let b: TestGateway;

  beforeAll(async () => {
    home = await makeHome('redis');
    east = new FakeAdapter();
    for (let job = 1; job <= 9; job += 1) east.add(`${job}`);
    [a, b] = [await open(), await open()];
    await a.request('POST', '/api/sources/east/poll', { headers: as('adam') });
    await Promise.all(
      [a, b].map((each) =>
        readUntil(
          () => each.request('GET', '/api/jobs', { headers: as('adam') }),
          ({ body }) => body.total_records === 9,
        ),
      ),
    );
  });
  afterAll(async () => {
    await Promise.all([a, b].map((each) => each.close()));
    await home.remove();
  });

  const open = (): Promise<TestGateway> => startGateway({ east }, home, undefined, {}, undefined, ACCESS);

  function act(gateway: TestGateway, path: string, key: string, caller = 'olga'): Promise<TestAnswer> {
    return gateway.request('PATCH', path, { headers: { ...as(caller), 'idempotency-key': key } });
  }

  /** The answer once the first request is no longer under way. */
  const answerOf = (...args: Parameters<typeof act>): Promise<TestAnswer> =>
    readUntil(
      () => act(...args),
      ({ status, body }) => status !== 409 || !String(body.type).includes('key-in-use'),
    );

  const recordsOf = async (job: string): Promise<number> =>
    (await a.request('GET', `/api/actions?job.id=east~${job}`, { headers: as('adam') })).body.total_records;

  it('fifty parallel cancels are one call to the backend, one record, and equal answers or 409', async () => {
    const path = '/api/jobs/east~1?action=cancel';
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => act(n % 2 === 0 ? a : b, path, 'k1')));
    expect(east.count('cancel 1')).toBe(1);
    expect(await recordsOf('1')).toBe(1);
    const given = answers.filter(({ status }) => status !== 409);
    expect(given.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(new Set(given.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    for (const { body, headers } of answers.filter(({ status }) => status === 409)) {
      expect(body.type).toBe('/docs/errors#key-in-use');
      expect(headers.get('retry-after')).toBe('1');
    }
    for (const gateway of [a, b]) {
      const again = await answerOf(gateway, path, 'k1');
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect([again.status, again.text]).toEqual([given[0]?.status, given[0]?.text]);
    }
    expect(east.count('cancel 1')).toBe(1);
  });

  it.each([
    '/api/jobs/east~2?action=pause',
    '/api/jobs/east~3?action=cancel',
    '/api/cluster/jobs/east~2?action=cancel',
  ])('the key with the other request %s is 422, and nothing is sent', async (other) => {
    await answerOf(a, '/api/jobs/east~2?action=cancel', 'k2');
    const before = east.calls.filter((call) => /^(cancel|pause)/.test(call)).length;
    expect((await answerOf(b, other, 'k2')).status).toBe(422);
    expect(east.calls.filter((call) => /^(cancel|pause)/.test(call))).toHaveLength(before);
  });

  it('the same key of another caller is another key', async () => {
    await act(a, '/api/jobs/east~4?action=cancel', 'k4');
    const other = await act(b, '/api/jobs/east~5?action=cancel', 'k4', 'otto');
    expect([other.status, other.headers.get('idempotency-replayed')]).toEqual([202, null]);
    expect([east.count('cancel 4'), east.count('cancel 5')]).toEqual([1, 1]);
  });

  it('a refusal is repeated as well, with its headers', async () => {
    const path = '/api/jobs/east~6?action=resume';
    const first = await act(a, path, 'k6');
    const again = await answerOf(b, path, 'k6');
    expect([first.status, again.status, again.text]).toEqual([409, 409, first.text]);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(await recordsOf('6')).toBe(1);
  });

  it.each(['', 'k'.repeat(256), 'k\u00e9'])('the key %j is 400, and nothing is sent', async (key) => {
    const answer = await act(a, '/api/jobs/east~7?action=cancel', key);
    expect([answer.status, answer.body.error.target]).toEqual([400, 'Idempotency-Key']);
    expect(east.count('cancel 7')).toBe(0);
  });

  it('actions of one ONTAP request share a bulk id', async () => {
    await act(a, '/api/cluster/jobs?uuid=east~8|east~9&action=cancel', 'k8');
    const { body } = await a.request('GET', '/api/actions?job.id=east~8|east~9', { headers: as('adam') });
    const ids = body.records.map((record: TestAnswer['body']) => record.bulk_id);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toEqual(expect.any(String));
    expect(ids[1]).toBe(ids[0]);
  });
});
