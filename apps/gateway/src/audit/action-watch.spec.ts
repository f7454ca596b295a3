import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { FakeAdapter, obey } from '@gateway/testing/fake-adapter';
import { readUntil, until } from '@gateway/testing/until';

import { accessFor, as } from '../../../../test/support/callers.js';
import { type Home, makeHome } from '../../../../test/support/home.js';
import { startGateway, type TestAnswer, type TestGateway } from '../../../../test/support/start-gateway.js';

const CALLERS = {
  olga: ['operator'],
  ed: ['operator', 'source.name=east'],
  adam: ['admin'],
  wanda: ['admin', 'source.name=west'],
} as const;

describe('a watch of the audit', () => {
  let home: Home;
  let east: FakeAdapter;
  let west: FakeAdapter;
  let gateways: TestGateway[];
  let clients: EventStreamClient[];

  beforeEach(async () => {
    home = await makeHome('redis');
    [east, west] = [new FakeAdapter(), new FakeAdapter()];
    for (const backend of [east, west]) for (const id of ['1', '2', '3']) backend.add(id);
    [gateways, clients] = [[], []];
    await open();
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.cut()));
    for (const gateway of gateways) await gateway.close();
    await home.remove();
  });

  async function open(): Promise<TestGateway> {
    const limits = { configured: { watchesPerCaller: 2 } };
    const gateway = await startGateway({ east, west }, home, undefined, limits, undefined, accessFor(CALLERS));
    gateways.push(gateway);
    for (const source of ['east', 'west'])
      await gateway.request('POST', `/api/sources/${source}/poll`, { headers: as('adam') });
    await readUntil(
      () => gateway.request('GET', '/api/jobs', { headers: as('adam') }),
      ({ body }) => body.total_records === 6,
    );
    return gateway;
  }

  const gateway = (): TestGateway => gateways.at(-1) as TestGateway;
  const act = (caller: string, job: string, action = 'cancel'): Promise<TestAnswer> =>
    gateway().request('PATCH', `/api/jobs/${job}?action=${action}`, { headers: as(caller) });

  async function watch(caller: string, query = '', lastEventId?: string): Promise<EventStreamClient> {
    const headers = { ...as(caller), ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
    const client = await EventStreamClient.open(`${gateway().url}/api/actions/watch${query}`, headers);
    clients.push(client);
    return client;
  }

  /** Waits until the first events are complete. */
  async function started(client: EventStreamClient): Promise<EventStreamClient> {
    await until('the first bookmark', () => client.lastEventId !== '');
    return client;
  }

  /** The events so far, as `<type> <name> <job> <outcome>`. */
  const shown = ({ events }: EventStreamClient): readonly string[] =>
    events.map(({ data, type }) => {
      const { by, job, outcome } = JSON.parse(data);
      return `${type} ${by.name} ${job.id} ${outcome}`;
    });

  it('starts with the records, then reports new ones and their outcomes', async () => {
    await act('olga', 'east~1', 'resume');
    const client = await started(await watch('adam'));
    expect(shown(client)).toEqual(['added olga east~1 refused']);
    east.onAction = obey;
    await act('olga', 'east~2', 'pause');
    await until('the outcome arrives', () => client.events.length === 3);
    expect(shown(client).slice(1)).toEqual(['added olga east~2 pending', 'modified olga east~2 done']);
    expect(client.headers['content-type']).toBe('text/event-stream');
    expect(client.events[0]?.data).not.toContain('replica');
  });

  it('contains the records that a list has for the caller, and no event of others', async () => {
    const all = [await watch('olga'), await watch('ed'), await watch('wanda'), await watch('adam')] as const;
    await Promise.all(all.map(started));
    await act('olga', 'west~1', 'resume');
    await act('ed', 'east~1', 'resume');
    await act('olga', 'east~2', 'resume');
    await act('adam', 'west~2', 'resume');
    const end = 'added adam west~2 refused';
    await until('the admins have all', () => [2, 3].every((at) => shown(all[at as 2]).includes(end)));
    await act('olga', 'east~3', 'resume');
    await act('ed', 'east~3', 'resume');
    const last = 'added ed east~3 refused';
    await until('the last ones arrive', () => [1, 3].every((at) => shown(all[at as 1]).includes(last)));
    const [olga, ed, wanda] = all.map(shown);
    expect(olga).toEqual(['west~1', 'east~2', 'east~3'].map((job) => `added olga ${job} refused`));
    expect(ed).toEqual(['added ed east~1 refused', last]);
    expect(wanda).toEqual(['added olga west~1 refused', end]);
  });

  it('resumes on another replica and after a restart, without events of others', async () => {
    await act('olga', 'east~1', 'resume');
    const first = await started(await watch('adam'));
    const { lastEventId } = first;
    await first.cut();
    await act('olga', 'east~2', 'resume');
    await act('ed', 'east~1', 'resume');
    await open();
    const other = await watch('adam', '', lastEventId);
    await until('both events arrive', () => other.events.length === 2);
    expect(shown(other)).toEqual(['modified olga east~2 refused', 'modified ed east~1 refused']);
    const own = await watch('ed', `?after=${lastEventId}`);
    await until('the event arrives', () => own.events.length === 1);
    await own.reaches(other.lastEventId);
    expect(shown(own)).toEqual(['modified ed east~1 refused']);
  });

  it('after an event that is not known any more is 410 with a link to the list', async () => {
    const answer = await gateway().request('GET', '/api/actions/watch?after=1-1&source.name=east', {
      headers: as('adam'),
    });
    expect(answer.status).toBe(410);
    expect(answer.body._links.list.href).toBe('/api/actions?source.name=east');
  });

  it('continues a list from its revision, with its filters', async () => {
    await act('olga', 'east~1', 'resume');
    const list = await gateway().request('GET', '/api/actions?source.name=east&max_records=1&fields=id', {
      headers: as('adam'),
    });
    await act('olga', 'west~1', 'resume');
    await act('olga', 'east~2', 'resume');
    const { href } = list.body._links.watch;
    expect(href).toBe(`/api/actions/watch?source.name=east&after=${list.body.revision}`);
    const client = await watch('adam', href.slice('/api/actions/watch'.length));
    await until('an event arrives', () => client.events.length > 0);
    expect(shown(client)).toEqual(['added olga east~2 refused']);
  });

  it('takes the filters of the list', async () => {
    const client = await started(await watch('adam', '?source.name=west&outcome=refused'));
    await act('olga', 'east~1', 'resume');
    await act('olga', 'west~1');
    await act('olga', 'west~2', 'resume');
    await until('an event arrives', () => client.events.length === 1);
    expect(shown(client)).toEqual(['added olga west~2 refused']);
    const wrong = await gateway().request('GET', '/api/actions/watch?svm.name=x', { headers: as('adam') });
    expect([wrong.status, wrong.body.error.target]).toEqual([400, 'svm.name']);
  });

  it('counts as a watch of the caller', async () => {
    await started(await watch('olga'));
    await started(await watch('olga'));
    expect((await watch('olga')).status).toBe(429);
    expect((await watch('adam')).status).toBe(200);
  });

  it('needs a login, and ends when the rules give the caller other sources', async () => {
    expect((await EventStreamClient.open(`${gateway().url}/api/actions/watch`)).status).toBe(401);
    const client = await started(await watch('adam'));
    gateway().changeAccess(accessFor({ ...CALLERS, adam: ['admin', 'source.name=west'] }));
    await client.ends();
    expect(client.events.at(-1)).toMatchObject({ type: 'cut_off', data: expect.stringContaining('scope') });
  });

  it('ends with a bookmark when the gateway stops', async () => {
    const client = await started(await watch('adam'));
    await gateways.pop()?.close();
    await client.ends();
    expect(client.events).toEqual([]);
  });
});
