import { BackendError } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';
import { readUntil, until } from '@gateway/testing/until';

import { accessFor, as } from '../../../../test/support/callers.js';
import { type Home, makeHome } from '../../../../test/support/home.js';
import { startGateway, type TestAnswer, type TestGateway } from '../../../../test/support/start-gateway.js';

const CALLERS = {
  vera: ['viewer'],
  olga: ['operator'],
  otto: ['operator'],
  ed: ['operator', 'source.name=east'],
  adam: ['admin'],
  wanda: ['admin', 'source.name=west'],
} as const;
const ALL = '/api/jobs?state=running|queued&action=cancel';
const SLOW = { actions: { ratePerSecond: 20 } };

/** A gateway with two sources, `count` jobs each. */
class Fleet {
  readonly time = new ManualTime(Date.UTC(2030, 0, 1));
  readonly east = new FakeAdapter();
  readonly west = new FakeAdapter();
  readonly gateways: TestGateway[] = [];

  private constructor(readonly home: Home) {}

  static async start(kind: 'embedded' | 'redis', count: number, config = {}): Promise<Fleet> {
    const fleet = new Fleet(await makeHome(kind));
    for (const backend of [fleet.east, fleet.west])
      for (let job = 0; job < count; job += 1) backend.add(`job-${String(job).padStart(3, '0')}`);
    await fleet.open(config);
    return fleet;
  }

  /** Starts a replica, and waits until it serves all jobs. */
  async open(config = {}): Promise<TestGateway> {
    const { east, time, west } = this;
    const gateway = await startGateway({ east, west }, this.home, time, { config }, undefined, accessFor(CALLERS));
    this.gateways.push(gateway);
    for (const source of ['east', 'west'])
      await gateway.request('POST', `/api/sources/${source}/poll`, { headers: as('adam') });
    const total = east.jobs.size + west.jobs.size;
    await readUntil(
      () => gateway.request('GET', '/api/jobs?max_records=1', { headers: as('adam') }),
      ({ body }) => body.total_records === total,
    );
    return gateway;
  }

  async close(gateway: TestGateway): Promise<void> {
    this.gateways.splice(this.gateways.indexOf(gateway), 1);
    await gateway.close();
  }

  async end(): Promise<void> {
    for (const gateway of [...this.gateways]) await this.close(gateway);
    await this.home.remove();
  }

  request(caller: string, method: string, path: string, gateway = this.gateways[0]): Promise<TestAnswer> {
    if (!gateway) throw new Error('no gateway is open');
    return gateway.request(method, path, { headers: as(caller) });
  }

  /** Previews an action and returns the path that confirms it. */
  async preview(caller: string, path = ALL): Promise<string> {
    const { body } = await this.request(caller, 'PATCH', `${path}&dry_run=true`);
    return `${path}&confirm=${body.confirm}`;
  }

  /** Previews and confirms an action; returns the path of the bulk action. */
  async begin(caller: string, path = ALL): Promise<string> {
    const { headers } = await this.request(caller, 'PATCH', await this.preview(caller, path));
    return headers.get('location') ?? '';
  }

  ended(bulk: string): Promise<TestAnswer> {
    return readUntil(
      () => this.request('adam', 'GET', bulk),
      ({ body }) => body.state !== 'running' && body.sent === body.total - body.refused,
    );
  }

  /** How often each job has received the action. */
  sent(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const [name, { calls }] of Object.entries({ east: this.east, west: this.west })) {
      for (const call of calls.filter((each) => each.startsWith('cancel ')))
        counts.set(`${name}~${call.slice(7)}`, (counts.get(`${name}~${call.slice(7)}`) ?? 0) + 1);
    }
    return counts;
  }
}

describe('a bulk action', () => {
  let fleet: Fleet;

  beforeEach(async () => {
    fleet = await Fleet.start('embedded', 5);
  });
  afterEach(() => fleet.end());

  it.each(['', '&dry_run=false', '&dry_run=true&confirm=1.a', '&confirm=nonsense', '&confirm='])(
    'with %j is 400, and nothing is sent',
    async (parameters) => {
      expect((await fleet.request('olga', 'PATCH', ALL + parameters)).status).toBe(400);
      expect(fleet.sent().size).toBe(0);
    },
  );

  it('of a viewer is 403', async () => {
    expect((await fleet.request('vera', 'PATCH', `${ALL}&dry_run=true`)).status).toBe(403);
  });

  it('is previewed without sending anything', async () => {
    fleet.east.add('job-000', { state: 'success' });
    await fleet.request('adam', 'POST', '/api/sources/east/poll');
    const { body, status } = await fleet.request('olga', 'PATCH', '/api/jobs?action=cancel&dry_run=true');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      count: 9,
      by_source: [
        { name: 'west', count: 5 },
        { name: 'east', count: 4 },
      ],
      refused: [{ reason: 'the job has ended: success', count: 1 }],
      estimated_seconds: 1,
      expires_time: '2030-01-01T00:10:00.000Z',
    });
    expect(body.sample).toHaveLength(9);
    expect(fleet.sent().size).toBe(0);
    expect((await fleet.request('adam', 'GET', '/api/actions')).body.total_records).toBe(0);
  });

  it('is previewed for the sources of the caller only', async () => {
    const { body } = await fleet.request('ed', 'PATCH', `${ALL}&dry_run=true`);
    expect(body).toMatchObject({ count: 5, by_source: [{ name: 'east', count: 5 }], refused: [] });
  });

  it('has at most ten previews of a caller that wait, also of those requested together', async () => {
    const preview = async (caller: string): Promise<number> =>
      (await fleet.request(caller, 'PATCH', `${ALL}&dry_run=true`)).status;
    const statuses = await Promise.all(Array.from({ length: 15 }, () => preview('olga')));
    expect(statuses.sort()).toEqual([...Array<number>(10).fill(200), ...Array<number>(5).fill(429)]);
    expect([await preview('olga'), await preview('otto')]).toEqual([429, 200]);
  });

  it('is sent once to each job that was previewed, and to no other', async () => {
    const confirm = await fleet.preview('olga');
    fleet.east.add('late');
    await fleet.request('adam', 'POST', '/api/sources/east/poll');
    const { headers, status } = await fleet.request('olga', 'PATCH', confirm);
    expect(status).toBe(202);
    const bulk = headers.get('location') ?? '';
    const { body } = await fleet.ended(bulk);
    expect(body).toMatchObject({
      ...{ action: 'cancel', state: 'done', total: 10, sent: 10, accepted: 10, refused: 0, failed: 0, unknown: 0 },
      by: { name: 'olga', method: 'token', address: '127.0.0.1' },
    });
    expect([...fleet.sent().values()]).toEqual(Array.from({ length: 10 }, () => 1));
    expect(fleet.sent().has('east~late')).toBe(false);
    const records = (await fleet.request('olga', 'GET', body._links.actions.href)).body;
    expect(records.total_records).toBe(10);
    expect(records.records[0]).toMatchObject({ bulk_id: body.id, by: { name: 'olga' } });
  });

  it('is confirmed once only', async () => {
    const confirm = await fleet.preview('olga');
    const answers = await Promise.all(Array.from({ length: 5 }, () => fleet.request('olga', 'PATCH', confirm)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 400, 400, 400, 400]);
    await fleet.ended(answers.find(({ status }) => status === 202)?.headers.get('location') ?? '');
    expect((await fleet.request('olga', 'PATCH', confirm)).status).toBe(400);
    expect([...fleet.sent().values()].every((count) => count === 1)).toBe(true);
  });

  it('is not confirmed by another caller, for another filter or action, or after ten minutes', async () => {
    const confirm = await fleet.preview('olga');
    const others = [confirm.replace('|queued', ''), confirm.replace('cancel', 'pause'), `${confirm}x`];
    expect((await fleet.request('otto', 'PATCH', confirm)).status).toBe(400);
    for (const other of others) expect((await fleet.request('olga', 'PATCH', other)).status).toBe(400);
    fleet.time.pass(600_001);
    expect((await fleet.request('olga', 'PATCH', confirm)).status).toBe(400);
    expect(fleet.sent().size).toBe(0);
  });

  it('is not confirmed once the caller may no longer act on one of its sources', async () => {
    const confirm = await fleet.preview('olga');
    fleet.gateways[0]?.changeAccess(accessFor({ olga: ['operator', 'source.name=east'] }));
    expect((await fleet.request('olga', 'PATCH', confirm)).status).toBe(403);
    expect(fleet.sent().size).toBe(0);
  });

  it('counts what was refused and what failed', async () => {
    const confirm = await fleet.preview('olga');
    fleet.east.add('job-000', { state: 'success' });
    fleet.east.jobs.delete('job-001');
    fleet.time.pass(2_001);
    fleet.west.faults.act = new BackendError('failed', 'internal error', { backendCode: '459753' });
    const { headers } = await fleet.request('olga', 'PATCH', confirm);
    const { body } = await fleet.ended(headers.get('location') ?? '');
    expect(body).toMatchObject({ state: 'done', total: 10, sent: 8, refused: 2, failed: 5, accepted: 3 });
    expect(fleet.sent().has('east~job-000')).toBe(false);
  });

  it('is visible to its author and to an admin of all of its sources', async () => {
    const ofBoth = await fleet.begin('olga');
    await fleet.ended(ofBoth);
    const ofWest = await fleet.begin('olga', '/api/jobs?source.name=west&action=pause');
    await fleet.ended(ofWest);
    for (const [caller, both, west] of [
      ...[['olga', 200, 200] as const, ['adam', 200, 200] as const, ['wanda', 404, 200] as const],
      ...[['otto', 404, 404] as const, ['vera', 404, 404] as const, ['ed', 404, 404] as const],
    ]) {
      for (const method of ['GET', 'DELETE']) {
        expect([caller, (await fleet.request(caller, method, ofBoth)).status]).toEqual([caller, both]);
        expect([caller, (await fleet.request(caller, method, ofWest)).status]).toEqual([caller, west]);
      }
    }
    const seen = (await fleet.request('wanda', 'GET', `/api/actions?bulk_id=${ofBoth.split('/').at(-1)}`)).body;
    expect(seen.total_records).toBe(5);
  });
});

describe('a bulk action that takes some time', () => {
  let fleet: Fleet;
  afterEach(() => fleet.end());

  const halfSent = (): Promise<void> => until('some are sent', () => fleet.sent().size >= 8);
  const eachOnce = (): unknown => expect([...fleet.sent().values()].every((count) => count === 1)).toBe(true);

  it('sends nothing more after it was stopped', async () => {
    fleet = await Fleet.start('embedded', 40, SLOW);
    const bulk = await fleet.begin('olga');
    await halfSent();
    const { body } = await fleet.request('olga', 'DELETE', bulk);
    expect(body.state).toBe('stopped');
    await until(
      'it has ended',
      () => fleet.gateways[0]?.log.some((line) => line.includes('no longer runs here')) === true,
    );
    const sent = fleet.sent().size;
    expect(sent).toBeLessThan(80);
    eachOnce();
    const after = (await fleet.request('olga', 'GET', bulk)).body;
    expect(after).toMatchObject({ state: 'stopped', total: 80, sent });
    expect(after.ended_time).toBeDefined();
  });

  it('continues after a restart, and sends nothing twice', async () => {
    fleet = await Fleet.start('embedded', 20, SLOW);
    const bulk = await fleet.begin('olga');
    await halfSent();
    await fleet.close(fleet.gateways[0] as TestGateway);
    const before = fleet.sent().size;
    expect(before).toBeLessThan(40);
    await fleet.open(SLOW);
    const { body } = await fleet.ended(bulk);
    expect(body).toMatchObject({ state: 'done', total: 40, sent: 40, failed: 0, unknown: 0, refused: 0 });
    expect(fleet.sent().size).toBe(40);
    eachOnce();
  });

  it('continues on another replica, and sends nothing twice', async () => {
    fleet = await Fleet.start('redis', 20, SLOW);
    await fleet.open(SLOW);
    const bulk = await fleet.begin('olga');
    await halfSent();
    const runs = fleet.gateways.find(({ log }) => log.some((line) => line.includes('bulk action runs here')));
    await fleet.close(runs as TestGateway);
    const { body } = await fleet.ended(bulk);
    expect(body).toMatchObject({ state: 'done', total: 40, sent: 40, failed: 0, unknown: 0, refused: 0 });
    expect(fleet.sent().size).toBe(40);
    eachOnce();
  });

  it('is stopped on another replica than the one that runs it', async () => {
    fleet = await Fleet.start('redis', 40, SLOW);
    await fleet.open(SLOW);
    const bulk = await fleet.begin('olga');
    await halfSent();
    const other = fleet.gateways.find(({ log }) => !log.some((line) => line.includes('bulk action runs here')));
    await fleet.request('olga', 'DELETE', bulk, other);
    await until('it has ended', () =>
      fleet.gateways.some(({ log }) => log.some((line) => line.includes('no longer runs here'))),
    );
    expect(fleet.sent().size).toBeLessThan(80);
    eachOnce();
  });
});
