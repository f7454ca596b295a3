import { createHash } from 'node:crypto';

import { type AccessConfig, readSourceSelector, type Role } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { readUntil } from '@gateway/testing/until';

import { startGateway, type TestAnswer, type TestGateway } from '../../../../test/support/start-gateway.js';
import { type ActionRecord } from '../actions/ledger/action-record.js';

const EAST = readSourceSelector('source.name=east');
const NOTHING = readSourceSelector('source.name=nothing');

function rule(name: string, role: Role, sources = EAST): AccessConfig['tokens'][number] {
  const sha256 = createHash('sha256').update(`${name}-token`).digest('hex');
  return { name, sha256, role, ...(sources && { sources }) };
}
const everywhere = (name: string, role: Role): AccessConfig['tokens'][number] => {
  const { sources: _, ...rest } = rule(name, role);
  return rest;
};
const RULES: AccessConfig = {
  tokens: [
    everywhere('viewer', 'viewer'),
    rule('operator', 'operator'),
    everywhere('operator', 'viewer'),
    rule('colleague', 'operator'),
    everywhere('colleague', 'viewer'),
    rule('east-admin', 'admin'),
    rule('lost-admin', 'admin', NOTHING),
    everywhere('admin', 'admin'),
  ],
  certificates: [],
};
const OPEN: AccessConfig = { ...RULES, anonymous: { role: 'viewer' } };

/** Every request that changes something in `east`. */
const CHANGES = [
  ['PATCH', '/api/jobs/east~1?action=cancel'],
  ['PATCH', '/api/jobs/1-of-east?action=pause'],
  ['PATCH', '/api/jobs?source.name=east&action=cancel&dry_run=true'],
  ['PATCH', '/api/jobs?source.name=east&action=cancel&confirm=1-a.b'],
  ['PATCH', '/api/cluster/jobs/east~1?action=cancel'],
  ['PATCH', '/api/cluster/jobs?uuid=east*&action=cancel'],
  ['POST', '/api/sources/east/poll'],
] as const;

describe('the roles', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;
  let west: FakeAdapter;

  const start = async (): Promise<void> => {
    [east, west] = [new FakeAdapter(), new FakeAdapter()];
    for (const [name, backend] of Object.entries({ east, west })) {
      for (const id of ['1', `1-of-${name}`]) backend.add(id);
      backend.onAction = (job, action) => ({ ...job, state: action === 'pause' ? 'paused' : 'success' });
    }
    gateway = await startGateway({ east, west }, undefined, undefined, undefined, undefined, RULES);
    for (const source of ['east', 'west'])
      expect((await ask('admin', 'POST', `/api/sources/${source}/poll`)).status).toBe(200);
  };

  const ask = (name: string | undefined, method: string, path: string, key?: string): Promise<TestAnswer> =>
    gateway.request(method, path, {
      headers: {
        ...(name !== undefined && { authorization: `Bearer ${name}-token` }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
    });
  const statusOf = async (...request: Parameters<typeof ask>) => (await ask(...request)).status;
  const sent = () => [east, west].flatMap(({ calls }) => calls.filter((call) => /^(pause|resume|cancel)/.test(call)));
  const records = async (name: string) => {
    const { body } = await ask(name, 'GET', '/api/actions?order_by=time');
    const all: readonly Pick<ActionRecord, 'by' | 'outcome' | 'source' | 'status'>[] = body.records;
    return all.map(({ by, outcome, source, status }) => [by.name, source.name, outcome, status].join(' '));
  };

  describe('without the right', () => {
    beforeAll(start);
    afterAll(() => gateway.close());

    it.each(CHANGES)('a viewer may not: %s %s', async (method, path) => {
      const polls = east.count('poll');
      const { body, status } = await ask('viewer', method, path);
      expect([status, body.type]).toEqual([403, '/docs/errors#forbidden']);
      expect([sent(), east.count('poll')]).toEqual([[], polls]);
    });

    it.each(CHANGES)('a client without a login may not, because a login may help: %s %s', async (method, path) => {
      gateway.changeAccess(OPEN);
      expect(await statusOf(undefined, 'GET', '/api/jobs')).toBe(200);
      const [polls, recorded] = [east.count('poll'), await records('admin')];
      const { headers, status } = await ask(undefined, method, path);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer /);
      expect([sent(), east.count('poll')]).toEqual([[], polls]);
      // It leaves nothing in the store, however often it is sent.
      expect(await records('admin')).toEqual(recorded);
      for (let count = 0; count < 2; count += 1) {
        const keyed = await ask(undefined, method, path, 'key');
        expect([keyed.status, keyed.headers.get('idempotency-replayed')]).toEqual([401, null]);
      }
    });
  });

  describe('with it', () => {
    beforeEach(start);
    afterEach(() => gateway.close());

    it('an operator acts on the jobs of the sources of that role only', async () => {
      expect(await statusOf('operator', 'PATCH', '/api/jobs/west~1?action=pause')).toBe(403);
      expect(await statusOf('operator', 'PATCH', '/api/cluster/jobs/west~1?action=pause')).toBe(403);
      expect(await statusOf('operator', 'POST', '/api/sources/west/poll')).toBe(403);
      const { body } = await ask('operator', 'PATCH', '/api/jobs?state=running&action=cancel&dry_run=true');
      expect(body).toMatchObject({
        by_source: [{ name: 'east', count: 2 }],
        refused: [{ reason: 'operator needs the role operator for the source west', count: 2 }],
      });
      expect(sent()).toEqual([]);
      expect(await statusOf('operator', 'PATCH', '/api/jobs/east~1?action=pause')).toBe(200);
      expect(await statusOf('operator', 'PATCH', '/api/cluster/jobs/east~1-of-east?action=cancel')).toBe(200);
      expect(await statusOf('operator', 'POST', '/api/sources/east/poll')).toBe(200);
      expect(sent()).toEqual(['pause 1', 'cancel 1-of-east']);
    });

    it('a single job shows the role that the caller lacks as the reason, and keeps its own reasons', async () => {
      const offered = async (name: string, path: string) => (await ask(name, 'GET', path)).body.actions;
      const own = [
        { name: 'pause', allowed: true },
        { name: 'resume', allowed: false, reason: expect.stringMatching(/paused/) },
        { name: 'cancel', allowed: true },
      ];
      const reason = 'needs the role operator for the source west';
      const lacking = own.map((action) => (action.allowed ? { ...action, allowed: false, reason } : action));
      // Twice: the answers are cached.
      for (const name of ['operator', 'admin', 'viewer', 'operator', 'admin', 'viewer']) {
        expect(await offered(name, '/api/jobs/west~1')).toEqual(name === 'admin' ? own : lacking);
        expect(await offered(name, '/api/jobs/west~1?fields=actions')).toEqual(name === 'admin' ? own : lacking);
      }
      expect(await offered('operator', '/api/jobs/east~1')).toEqual(own);
      const tags = await Promise.all(['admin', 'viewer'].map((name) => ask(name, 'GET', '/api/jobs/west~1')));
      expect(new Set(tags.map(({ headers }) => headers.get('etag'))).size).toBe(2);
    });

    it('a job that is not visible cannot be acted on, as one that does not exist', async () => {
      for (const path of ['/api/jobs/', '/api/cluster/jobs/']) {
        const [hidden, missing] = [
          await ask('east-admin', 'PATCH', `${path}west~1?action=pause`),
          await ask('east-admin', 'PATCH', `${path}north~1?action=pause`),
        ];
        expect([hidden.status, hidden.body.error]).toEqual([404, missing.body.error]);
      }
      expect([sent(), await records('admin')]).toEqual([[], []]);
    });

    it('a refused action is recorded; its author sees it, and an admin of its source', async () => {
      await ask('viewer', 'PATCH', '/api/jobs/east~1?action=pause');
      await ask('operator', 'PATCH', '/api/jobs/west~1?action=pause');
      await ask('operator', 'PATCH', '/api/jobs/east~1?action=pause');
      const [own, ofWest, done] = ['viewer east refused 403', 'operator west refused 403', 'operator east done 200'];
      expect(await records('viewer')).toEqual([own]);
      expect(await records('operator')).toEqual([ofWest, done]);
      expect(await records('colleague')).toEqual([]);
      expect(await records('east-admin')).toEqual([own, done]);
      expect(await records('lost-admin')).toEqual([]);
      expect(await records('admin')).toEqual([own, ofWest, done]);
      const { body } = await ask('admin', 'GET', '/api/actions?source.name=west');
      const path = `/api/actions/${body.records[0].id}`;
      const statuses = await Promise.all(
        ['operator', 'admin', 'colleague', 'east-admin'].map((name) => statusOf(name, 'GET', path)),
      );
      expect(statuses).toEqual([200, 200, 404, 404]);
    });

    it('an Idempotency-Key of another caller is another key', async () => {
      const path = '/api/jobs/east~1?action=pause';
      expect(await statusOf('operator', 'PATCH', path, 'key')).toBe(200);
      const others = ['colleague', 'viewer', 'east-admin'].map((name) => ask(name, 'PATCH', path, 'key'));
      for (const { headers, status } of await Promise.all(others)) {
        expect([headers.get('idempotency-replayed'), status === 403 || status === 409]).toEqual([null, true]);
      }
      expect((await ask('operator', 'PATCH', path, 'key')).headers.get('idempotency-replayed')).toBe('true');
      expect(sent()).toEqual(['pause 1']);
    });

    describe('in a bulk action', () => {
      const bulk = (name: string, more: string) =>
        ask(name, 'PATCH', `/api/jobs?source.name=east&action=cancel&${more}`);
      const preview = async (name: string): Promise<string> => {
        const { body } = await bulk(name, 'dry_run=true');
        return `confirm=${body.confirm}`;
      };
      const start = async (query: string): Promise<string> => {
        const path = `/api/jobs?${query}&action=cancel`;
        const { body } = await ask('operator', 'PATCH', `${path}&dry_run=true`);
        const { headers, status } = await ask('operator', 'PATCH', `${path}&confirm=${body.confirm}`);
        expect(status).toBe(202);
        return headers.get('location') ?? '';
      };
      const seenBy = async (path: string) => {
        const names = ['operator', 'admin', 'east-admin', 'colleague', 'viewer', 'lost-admin'];
        const statuses = await Promise.all(names.map((name) => statusOf(name, 'GET', path)));
        return names.filter((_, at) => statuses[at] === 200);
      };

      it('the preview of another caller cannot be confirmed', async () => {
        const confirm = await preview('operator');
        for (const name of ['colleague', 'east-admin', 'admin']) {
          const { body, status } = await bulk(name, confirm);
          expect([status, body.error.target]).toEqual([400, 'confirm']);
        }
        expect((await bulk('viewer', confirm)).status).toBe(403);
        expect(sent()).toEqual([]);
        expect((await bulk('operator', confirm)).status).toBe(202);
      });

      it('rights that were lost since the preview are missed', async () => {
        const confirm = await preview('operator');
        const west = readSourceSelector('source.name=west');
        gateway.changeAccess({
          ...RULES,
          tokens: [rule('operator', 'operator', west), everywhere('operator', 'viewer')],
        });
        const { body, status } = await bulk('operator', confirm);
        expect([status, body.detail]).toEqual([403, expect.stringContaining('needs the role operator')]);
        expect(sent()).toEqual([]);
      });

      it('its author and an admin of its sources see and stop it, and nobody else', async () => {
        const path = await start('source.name=east');
        expect(await seenBy(path)).toEqual(['operator', 'admin', 'east-admin']);
        for (const name of ['colleague', 'viewer', 'lost-admin'])
          expect(await statusOf(name, 'DELETE', path)).toBe(404);
        expect(await statusOf('east-admin', 'DELETE', path)).toBe(200);
      });

      it('one without jobs belongs to no source: only its author and an admin of everything see it', async () => {
        const path = await start('source.name=east&state=failure');
        await readUntil(
          () => ask('operator', 'GET', path),
          ({ body }) => body.state === 'done',
        );
        expect(await seenBy(path)).toEqual(['operator', 'admin']);
        for (const name of ['colleague', 'viewer', 'lost-admin'])
          expect(await statusOf(name, 'DELETE', path)).toBe(404);
      });
    });
  });
});
