import {
  type Change,
  type ChangeDraft,
  compareRevisions,
  FIRST_REVISION,
  type JobStore,
  type Lease,
  LeaseLostError,
  LogCompactedError,
  type Revision,
  StoreUnavailableError,
} from '@gateway/core';
import { allJobs, numbered, put, remove, seenAt } from '@gateway/testing/drafts';
import { until } from '@gateway/testing/until';

import { Follower } from './follower.js';
import { type StoreFixture } from './store-fixture.js';
import { expectAgreesWithModel } from './store-model.js';

const SHORT_MS = 50;
const LONG_MS = 600_000;

/** The tests that every implementation of `JobStore` must pass. */
export function describeStoreContract(name: string, prepare: () => Promise<StoreFixture>): void {
  describe(`${name} as a job store`, () => {
    let fixture: StoreFixture;
    let store: JobStore;
    let followers: Follower[];

    beforeEach(async () => {
      fixture = await prepare();
      store = await fixture.open();
      followers = [];
    });

    afterEach(async () => {
      await Promise.all(followers.map((follower) => follower.stop()));
      await store.close();
      await fixture.dispose();
    });

    function follow(after: Revision): Follower {
      const follower = new Follower(store, after);
      followers.push(follower);
      return follower;
    }

    async function reopen(logLength?: number): Promise<void> {
      await store.close();
      store = await fixture.open(logLength);
    }

    async function logOf(after = FIRST_REVISION): Promise<readonly Change[]> {
      const follower = follow(after);
      const last = await store.revision();
      if (last !== after) await follower.reach(last);
      await follower.stop();
      return follower.changes;
    }

    /** Follows until there are changes or an error. */
    async function tryToFollow(after: Revision): Promise<Follower> {
      const follower = follow(after);
      await until('a follower receives changes or an error', () => !!follower.outcome || follower.changes.length > 0);
      await follower.stop();
      return follower;
    }

    describe('appending', () => {
      it('sends a follower what was written, in order and with increasing revisions', async () => {
        const follower = follow(FIRST_REVISION);
        const first = await store.append([put('east~a'), put('east~b')], seenAt(1));
        const second = await store.append([put('east~a', '{"n":2}', first.revision)], seenAt(2));
        const a = (await allJobs(store)).get('east~a');
        expect(second.rejected).toEqual([{ id: 'east~a', stored: a?.revision }]);
        const third = await store.append([put('east~a', '{"n":3}', a?.revision)], seenAt(3));
        await follower.reach(third.revision);
        expect(follower.changes).toEqual([
          { type: 'put', id: 'east~a', revision: a?.revision, text: '{"id":"east~a"}' },
          { type: 'put', id: 'east~b', revision: first.revision, text: '{"id":"east~b"}' },
          { type: 'put', id: 'east~a', revision: third.revision, text: '{"n":3}' },
        ]);
        expect(areIncreasing([FIRST_REVISION, ...follower.changes.map(({ revision }) => revision)])).toBe(true);
        expect(await store.revision()).toBe(third.revision);
      });

      it('stores each job with the revision that wrote it', async () => {
        const { revision } = await store.append([put('east~a', '{"n":1}')], seenAt(1));
        expect([...(await allJobs(store)).values()]).toEqual([{ id: 'east~a', revision, text: '{"n":1}' }]);
      });

      it('returns the latest revision for no drafts', async () => {
        expect(await store.append([], seenAt(1))).toEqual({ revision: FIRST_REVISION, rejected: [] });
        const { revision } = await store.append([put('east~a')], seenAt(1));
        expect(await store.append([], seenAt(1))).toEqual({ revision, rejected: [] });
      });

      it('removes a job and adds the removal to the log', async () => {
        const { revision } = await store.append([put('east~a')], seenAt(1));
        const removed = await store.append([remove('east~a', revision)], seenAt(1));
        expect(removed.rejected).toEqual([]);
        expect(await allJobs(store)).toEqual(new Map());
        expect(await logOf(revision)).toEqual([{ type: 'remove', id: 'east~a', revision: removed.revision }]);
      });

      it('writes concurrent appends completely, each in its own order', async () => {
        const batches = Array.from({ length: 20 }, (_, at) => numbered(30, at * 30));
        const results = await Promise.all(batches.map((batch) => store.append(batch, seenAt(1))));
        expect(results.flatMap(({ rejected }) => rejected)).toEqual([]);
        const log = await logOf();
        expect(log).toHaveLength(600);
        expect(areIncreasing(log.map(({ revision }) => revision))).toBe(true);
        for (const batch of batches) {
          const ids = new Set(batch.map(({ id }) => id));
          expect(log.filter(({ id }) => ids.has(id)).map(({ id }) => id)).toEqual([...ids]);
        }
      });

      it('writes ten thousand drafts in one append', async () => {
        const { revision, rejected } = await store.append(numbered(10_000), seenAt(1));
        expect(rejected).toEqual([]);
        expect(await store.revision()).toBe(revision);
        expect((await allJobs(store)).size).toBe(10_000);
        expect((await logOf()).map(({ id }) => id)).toEqual(numbered(10_000).map(({ id }) => id));
      });

      it('returns texts unchanged, long ones and every character', async () => {
        const everyCharacter = Array.from({ length: 0x11_0000 / 0x40 }, (_, at) => at * 0x40)
          .filter((code) => code < 0xd800 || code > 0xdfff)
          .map((code) => String.fromCodePoint(code))
          .join('');
        const texts = [everyCharacter, 'x'.repeat(100_000), '😀\n\r\0"\\ '.repeat(12_500), '', '\n', ' '];
        await store.append(
          texts.map((text, at) => put(`east~${at}`, text)),
          seenAt(1),
        );
        const jobs = await allJobs(store);
        expect(texts.map((text, at) => jobs.get(`east~${at}`)?.text === text)).toEqual(texts.map(() => true));
        const log = await logOf();
        expect(log.map((change, at) => change.type === 'put' && change.text === texts[at])).toEqual(
          texts.map(() => true),
        );
      });
    });

    describe('rejecting drafts', () => {
      it('rejects drafts whose record has another revision, and writes the others', async () => {
        const a = await store.append([put('east~a', '1')], seenAt(1));
        const a2 = await store.append([put('east~a', '2', a.revision)], seenAt(1));
        const before = await allJobs(store);
        const result = await store.append(
          [
            put('east~a', 'stale', a.revision),
            put('east~a', 'taken for new'),
            remove('east~a', a.revision),
            put('east~gone', 'gone meanwhile', a.revision),
            remove('east~gone', a.revision),
            put('east~new'),
          ],
          seenAt(1),
        );
        const a3 = { id: 'east~a', stored: a2.revision };
        const gone = { id: 'east~gone', stored: undefined };
        expect(result.rejected).toEqual([a3, a3, a3, gone, gone]);
        const after = await allJobs(store);
        expect(after.get('east~a')).toEqual(before.get('east~a'));
        expect([...after.keys()].sort()).toEqual(['east~a', 'east~new']);
        expect(await logOf(a2.revision)).toEqual([
          { type: 'put', id: 'east~new', revision: result.revision, text: '{"id":"east~new"}' },
        ]);
      });

      it('checks several drafts of one job in their order', async () => {
        const { revision, rejected } = await store.append([put('east~a', '1'), put('east~a', '2')], seenAt(1));
        expect(rejected).toEqual([{ id: 'east~a', stored: revision }]);
        expect([...(await allJobs(store)).values()]).toEqual([{ id: 'east~a', revision, text: '1' }]);
      });

      it('rejects an earlier observation than the stored one, and writes one of the same time', async () => {
        const first = await store.append([put('east~a', '1')], seenAt(1_000));
        const late = await store.append([put('east~a', '2', first.revision)], seenAt(999));
        expect(late).toEqual({ revision: first.revision, rejected: [{ id: 'east~a', stored: first.revision }] });
        expect(await store.append([remove('east~a', first.revision)], seenAt(999))).toEqual(late);
        expect(await logOf(first.revision)).toEqual([]);
        expect((await store.append([put('east~a', '3', first.revision)], seenAt(1_000))).rejected).toEqual([]);
      });

      it('ignores a stored observation from the far future, because the clock has been corrected since', async () => {
        const first = await store.append([put('east~a', '1')], seenAt(Date.UTC(2100, 0)));
        expect((await store.append([put('east~a', '2', first.revision)], seenAt(1))).rejected).toEqual([]);
      });

      it('treats the observation under the newer lease as the later one, whatever the clocks show', async () => {
        const first = await store.append([put('east~a', '1')], seenAt(1_000, 1));
        const next = await store.append([put('east~a', '2', first.revision)], seenAt(500, 2));
        expect(next.rejected).toEqual([]);
        const back = await store.append([put('east~a', '3', next.revision)], seenAt(2_000, 1));
        const rejected = [{ id: 'east~a', stored: next.revision }];
        expect(back.rejected).toEqual(rejected);
        expect((await store.append([put('east~a', '4', next.revision)], seenAt(499, 2))).rejected).toEqual(rejected);
      });

      it('writes nothing under a lease that another holder has acquired since', async () => {
        const lost = await take('a');
        await store.releaseLease(lost);
        const held = await take('b');
        const attempt = store.append(numbered(500), seenAt(1, lost.fencing));
        await expect(attempt).rejects.toThrow(LeaseLostError);
        expect(await store.revision()).toBe(FIRST_REVISION);
        expect(await allJobs(store)).toEqual(new Map());
        expect((await store.append([put('east~a')], seenAt(1, held.fencing))).rejected).toEqual([]);
        expect((await store.append([put('east~b')], seenAt(1))).rejected).toEqual([]);
        const elsewhere = { source: 'west', observedAt: 1, fencing: lost.fencing };
        expect((await store.append([put('west~a')], elsewhere)).rejected).toEqual([]);
      });

      it('returns a revision at which a follower has every change that the store had when it rejected drafts', async () => {
        const first = await store.append(numbered(300), seenAt(1));
        const appends = [numbered(300), [...numbered(1, 300), ...numbered(300)], numbered(1, 301)];
        const results = await Promise.all(appends.map((drafts) => store.append(drafts, seenAt(1))));
        const last = await store.revision();
        for (const { rejected, revision } of results) {
          for (const { stored } of rejected) expect(compareRevisions(stored ?? last, revision)).toBeLessThanOrEqual(0);
        }
        expect(results.map(({ rejected }) => rejected.length)).toEqual([300, 300, 0]);
        expect(compareRevisions(first.revision, last)).toBeLessThan(0);
      });

      it('removes a record that it does not have from the views, by a change of the log', async () => {
        const { revision } = await store.append([put('east~b')], seenAt(1));
        const lost: ChangeDraft = { type: 'remove', id: 'east~a', expectedRevision: undefined };
        const existing: ChangeDraft = { ...lost, id: 'east~b' };
        const removed = await store.append([lost, existing], seenAt(1));
        expect(removed.rejected).toEqual([{ id: 'east~b', stored: revision }]);
        expect(await logOf(revision)).toEqual([{ type: 'remove', id: 'east~a', revision: removed.revision }]);
        expect([...(await allJobs(store)).keys()]).toEqual(['east~b']);
      });

      it('agrees with a simple model for any sequence of appends', async () => {
        await expectAgreesWithModel(prepare);
      }, 60_000);
    });

    describe('the revisions of records', () => {
      it('are those of the snapshot, in the order of the ids', async () => {
        const first = await store.append(numbered(200), seenAt(1));
        const { revision } = await store.append([remove('east~199', first.revision)], seenAt(1));
        const jobs = await allJobs(store);
        const ids = [
          ...numbered(300)
            .map(({ id }) => id)
            .reverse(),
          'no job id',
        ];
        expect(await store.revisions(ids)).toEqual({ revision, records: ids.map((id) => jobs.get(id)?.revision) });
        expect(await store.revisions([])).toEqual({ revision, records: [] });
      });

      it('have been written up to the latest revision that is returned with them', async () => {
        let isWriting = true;
        const writer = keepWriting(store, 0, () => isWriting);
        const ids = Array.from({ length: 10 }, (_, at) => `east~0-${at}`);
        for (let at = 0; at < 50; at += 1) {
          const { records, revision } = await store.revisions(ids);
          const ahead = records.filter((each) => each !== undefined && compareRevisions(each, revision) > 0);
          expect(ahead).toEqual([]);
        }
        isWriting = false;
        await writer;
      });
    });

    describe('a damaged record', () => {
      /** Writes two jobs, damages the record of the first one, and returns its revision. */
      async function damage(record: (revision: Revision) => string): Promise<Revision> {
        const { revision } = await store.append([put('east~b')], seenAt(1));
        const a = await store.append([put('east~a')], seenAt(1));
        await store.close();
        await fixture.corrupt('east~a', record(a.revision));
        store = await fixture.open();
        expect((await allJobs(store)).get('east~b')).toEqual({ id: 'east~b', revision, text: '{"id":"east~b"}' });
        return a.revision;
      }

      const damages: [string, (revision: Revision) => string][] = [
        ['is empty', () => ''],
        ['is no record', () => 'no record'],
        ['is JSON', () => '{"id":"east~a"}'],
        ['has no time of observation', (revision) => `${revision} x 0\n{"id":"east~a"}`],
        ['has no fencing number', (revision) => `${revision} 1\n{"id":"east~a"}`],
        ['has a revision with too many digits', () => `9999999999999999-0 1 0\n{"id":"east~a"}`],
      ];

      it.each(damages)('that %s has no revision and no text, and a new one replaces it', async (_case, record) => {
        await damage(record);
        expect((await allJobs(store)).get('east~a')).toEqual({ id: 'east~a', revision: FIRST_REVISION, text: '' });
        expect((await store.revisions(['east~a'])).records).toEqual([undefined]);
        const { revision, rejected } = await store.append([put('east~a', '2')], seenAt(1));
        expect(rejected).toEqual([]);
        expect((await allJobs(store)).get('east~a')).toEqual({ id: 'east~a', revision, text: '2' });
      });

      it('that has a revision and another text is returned, and replaced by a draft that expects it', async () => {
        const stored = await damage((revision) => `${revision} 1 0\n\u0000garbage`);
        expect((await allJobs(store)).get('east~a')).toEqual({ id: 'east~a', revision: stored, text: '\u0000garbage' });
        const { rejected } = await store.append([put('east~a', '2')], seenAt(1));
        expect(rejected).toEqual([{ id: 'east~a', stored }]);
        expect((await store.append([put('east~a', '2', stored)], seenAt(1))).rejected).toEqual([]);
      });
    });

    describe('following', () => {
      it('sends the same changes to followers that start at different revisions', async () => {
        const { revision } = await store.append(numbered(10), seenAt(1));
        const [early, late] = [follow(FIRST_REVISION), follow(revision)];
        const last = (await store.append(numbered(1_000, 10), seenAt(1))).revision;
        await Promise.all([early.reach(last), late.reach(last)]);
        expect(early.changes).toHaveLength(1_010);
        expect(late.changes).toEqual(early.changes.slice(10));
      });

      it('sends changes that are written while the follower waits', async () => {
        const follower = follow(FIRST_REVISION);
        for (let at = 0; at < 20; at += 1) {
          const { revision } = await store.append(numbered(1, at), seenAt(1));
          await follower.reach(revision);
        }
        expect(follower.changes.map(({ id }) => id)).toEqual(numbered(20).map(({ id }) => id));
      });

      it('gives the current jobs when replayed over a snapshot that was read during writes', async () => {
        let writing = true;
        const writers = Promise.all([0, 1, 2].map((writer) => keepWriting(store, writer, () => writing)));
        const replicas: { readonly jobs: Map<string, string>; readonly follower: Follower }[] = [];
        for (let at = 0; at < 5; at += 1) {
          const from = await store.revision();
          const jobs = new Map([...(await allJobs(store))].map(([id, { text }]) => [id, text]));
          replicas.push({ jobs, follower: follow(from) });
        }
        writing = false;
        await writers;
        const last = await store.revision();
        const present = new Map([...(await allJobs(store))].map(([id, { text }]) => [id, text]));
        for (const { jobs, follower } of replicas) {
          await follower.reach(last);
          for (const change of follower.changes) {
            if (change.type === 'put') jobs.set(change.id, change.text);
            else jobs.delete(change.id);
          }
          expect(jobs).toEqual(present);
        }
      });

      it('sends every version of a job, also after a restart', async () => {
        const first = await store.append([put('east~a', '1'), put('east~b', '')], seenAt(1));
        const a = (await allJobs(store)).get('east~a');
        const second = await store.append([put('east~a', '2 🙂', a?.revision)], seenAt(1));
        const third = await store.append([put('east~a', '3', second.revision)], seenAt(1));
        await store.append([remove('east~a', third.revision), put('east~a', '4')], seenAt(1));
        await store.append([remove('east~b', first.revision)], seenAt(1));
        const log = await logOf();
        const texts = log.map((change) => (change.type === 'put' ? `${change.id} ${change.text}` : change.id));
        expect(texts).toEqual([...['east~a 1', 'east~b ', 'east~a 2 🙂', 'east~a 3', 'east~a', 'east~a 4'], 'east~b']);
        await reopen();
        expect(await logOf()).toEqual(log);
        expect(await logOf(second.revision)).toEqual(log.slice(3));
        expect(await store.recent({ changes: 100, characters: 100 })).toEqual(log);
      });

      it('ends when its signal aborts, and sends nothing afterwards', async () => {
        const follower = follow(FIRST_REVISION);
        const { revision } = await store.append([put('east~a')], seenAt(1));
        await follower.reach(revision);
        await follower.stop();
        await store.append([put('east~b')], seenAt(1));
        expect(await logOf(revision)).toHaveLength(1);
        expect(follower.changes).toHaveLength(1);
        expect(follower.outcome).toEqual({ error: undefined });
      });

      it('ends at once if the signal was aborted before', async () => {
        await store.append([put('east~a')], seenAt(1));
        const received: Change[] = [];
        await store.follow(FIRST_REVISION, (changes) => void received.push(...changes), AbortSignal.abort());
        expect(received).toEqual([]);
      });

      it('ends when the store closes', async () => {
        const follower = follow(FIRST_REVISION);
        const { revision } = await store.append([put('east~a')], seenAt(1));
        await follower.reach(revision);
        await reopen();
        expect(await follower.ended).toBeUndefined();
      });

      it('rejects with the error of its callback', async () => {
        await store.append([put('east~a')], seenAt(1));
        const broken = store.follow(
          FIRST_REVISION,
          () => {
            throw new RangeError('callback');
          },
          new AbortController().signal,
        );
        await expect(broken).rejects.toThrow(RangeError);
      });

      it('rejects a revision that is not in the log', async () => {
        await store.append(numbered(3), seenAt(1));
        const { outcome } = await tryToFollow('1-1');
        expect(outcome?.error).toBeInstanceOf(LogCompactedError);
        const future = await tryToFollow('9999999999999-0');
        expect(future.outcome?.error).toBeInstanceOf(LogCompactedError);
      });

      it('rejects a revision before the compacted changes, and serves followers from later ones', async () => {
        await reopen(50);
        const early = await store.append(numbered(1), seenAt(1));
        const { revision } = await store.append(numbered(3_000, 1), seenAt(1));
        for (const after of [FIRST_REVISION, early.revision]) {
          await until('the log is compacted', async () => {
            const { outcome } = await tryToFollow(after);
            return outcome?.error instanceof LogCompactedError;
          });
        }
        await store.append(numbered(20, 3_001), seenAt(1));
        expect(await logOf(revision)).toHaveLength(20);
        expect((await allJobs(store)).size).toBe(3_021);
        await reopen(50);
        expect((await tryToFollow(FIRST_REVISION)).outcome?.error).toBeInstanceOf(LogCompactedError);
      });

      it('skips no change if the log is compacted while a follower reads it', async () => {
        await reopen(10);
        const follower = follow(FIRST_REVISION);
        for (let at = 0; at < 20; at += 1) await store.append(numbered(300, at * 300), seenAt(1));
        await until(
          'the follower has all changes or an error',
          () => !!follower.outcome || follower.changes.length === 6_000,
        );
        if (follower.outcome) expect(follower.outcome.error).toBeInstanceOf(LogCompactedError);
        const expected = numbered(follower.changes.length).map(({ id }) => id);
        expect(follower.changes.map(({ id }) => id)).toEqual(expected);
      });
    });

    describe('reading the last changes', () => {
      const everything = { changes: 1_000_000, characters: 1_000_000_000 };

      it('returns a short log completely, as a follower receives it, also after a restart', async () => {
        expect(await store.recent(everything)).toEqual([]);
        const { revision } = await store.append([...numbered(700), put('east~a', 'text')], seenAt(1));
        await store.append([remove('east~a', revision)], seenAt(1));
        const log = await logOf();
        expect(log).toHaveLength(702);
        expect(await store.recent(everything)).toEqual(log);
        await reopen();
        expect(await store.recent(everything)).toEqual(log);
      });

      it('returns only the last changes, up to the maximum number', async () => {
        await store.append(numbered(600), seenAt(1));
        const log = await logOf();
        for (const changes of [0, 1, 199, 200, 250, 599, 600, 601]) {
          const recent = await store.recent({ ...everything, changes });
          expect(recent).toEqual(changes === 0 ? [] : log.slice(-changes));
        }
      });

      it('returns only the last changes, up to the maximum length of their texts', async () => {
        const { revision } = await store.append(
          ['a', 'b', 'c'].map((name) => put(`east~${name}`, name.repeat(100))),
          seenAt(1),
        );
        await store.append([remove('east~c', revision)], seenAt(1));
        const idsWithin = async (characters: number) =>
          (await store.recent({ ...everything, characters })).map(({ type, id }) => `${type} ${id}`);
        expect(await idsWithin(99)).toEqual(['remove east~c']);
        expect(await idsWithin(200)).toEqual(['put east~b', 'put east~c', 'remove east~c']);
        expect(await idsWithin(299)).toEqual(['put east~b', 'put east~c', 'remove east~c']);
      });

      it('returns the remaining changes of a compacted log, without a gap', async () => {
        await reopen(50);
        await store.append(numbered(1), seenAt(1));
        const { revision } = await store.append(numbered(3_000, 1), seenAt(1));
        await until('the log is compacted', async () => (await store.recent(everything)).length < 3_001);
        const recent = await store.recent(everything);
        expect(recent.length).toBeGreaterThanOrEqual(50);
        expect(recent.at(-1)?.revision).toBe(revision);
        expect(recent.map(({ id }) => id)).toEqual(
          numbered(3_001)
            .slice(-recent.length)
            .map(({ id }) => id),
        );
      });

      it('rejects when the store is closed', async () => {
        await store.close();
        await expect(store.recent(everything)).rejects.toThrow(StoreUnavailableError);
        await store.open();
      });
    });

    describe('leasing', () => {
      it('grants a lease to one holder at a time and renews it under the same number', async () => {
        const lease = await take('a');
        expect(await store.acquireLease('east', 'b', LONG_MS)).toBeUndefined();
        expect(await store.acquireLease('east', 'a', LONG_MS)).toEqual(lease);
        expect(await store.acquireLease('west', 'b', LONG_MS)).toMatchObject({ source: 'west', holder: 'b' });
      });

      it('grants a lease to another holder after its release, under a higher number', async () => {
        const first = await take('a');
        await store.releaseLease(first);
        expect((await take('b')).fencing).toBeGreaterThan(first.fencing);
      });

      it('grants a lease to another holder when it has expired, under a higher number', async () => {
        const first = await take('a', SHORT_MS);
        fixture.advanceTime(SHORT_MS);
        let second: Lease | undefined;
        await until('the lease expires', async () => {
          second = await store.acquireLease('east', 'b', LONG_MS);
          return second !== undefined;
        });
        expect(second?.fencing).toBeGreaterThan(first.fencing);
      });

      it('returns an expired lease to its holder, under the same number, if no other holder acquired it', async () => {
        const first = await take('a', SHORT_MS);
        await expire(first);
        expect(await take('a')).toEqual(first);
        await store.saveCheckpoint(first, { cursor: 'c' });
        expect((await store.append([put('east~a')], seenAt(1, first.fencing))).rejected).toEqual([]);
        expect(await store.acquireLease('east', 'b', LONG_MS)).toBeUndefined();
      });

      it('grants an expired lease under a higher number if another holder had it meanwhile', async () => {
        await expire(await take('a', SHORT_MS));
        const second = await take('b', SHORT_MS);
        await expire(second);
        expect((await take('a')).fencing).toBeGreaterThan(second.fencing);
      });

      it('keeps a renewed lease beyond its first expiry', async () => {
        await take('a', SHORT_MS);
        await take('a', LONG_MS);
        expect(await store.acquireLease('north', 'x', SHORT_MS)).toBeDefined();
        fixture.advanceTime(SHORT_MS);
        await until('the same time has passed', async () => !!(await store.acquireLease('north', 'y', LONG_MS)));
        expect(await store.acquireLease('east', 'b', LONG_MS)).toBeUndefined();
      });

      it('ignores the release of a lost lease', async () => {
        const first = await take('a');
        await store.releaseLease(first);
        const second = await take('b');
        await store.releaseLease(first);
        expect(await store.acquireLease('east', 'c', LONG_MS)).toBeUndefined();
        expect(await take('b')).toEqual(second);
      });

      it('never uses a fencing number twice, not even after restarts', async () => {
        const numbers: number[] = [];
        for (let at = 0; at < 4; at += 1) {
          const lease = await take(`holder ${at}`);
          numbers.push(lease.fencing);
          await store.releaseLease(lease);
          await reopen();
        }
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        expect(numbers[0]).toBeGreaterThan(0);
      });
    });

    describe('live replicas', () => {
      it('include a replica until it leaves', async () => {
        expect(await store.announce('a', LONG_MS)).toEqual(['a']);
        expect(await store.announce('a', LONG_MS)).toEqual(['a']);
        expect(await store.announce('a', 0)).toEqual([]);
      });
    });

    describe('source checkpoints', () => {
      it('are saved by the holder of the lease and survive restarts', async () => {
        expect(await store.loadCheckpoint('east')).toBeUndefined();
        const lease = await take('a');
        await store.saveCheckpoint(lease, { cursor: 'c1', lastSuccessTime: 5 });
        await store.saveCheckpoint(lease, { cursor: 'c2' });
        await reopen();
        expect(await store.loadCheckpoint('east')).toEqual({ cursor: 'c2' });
        expect(await store.loadCheckpoint('west')).toBeUndefined();
      });

      it('are not saved under a lost lease', async () => {
        const released = await take('a');
        await store.releaseLease(released);
        await expect(store.saveCheckpoint(released, { cursor: '1' })).rejects.toThrow(LeaseLostError);
        const next = await take('b');
        await expect(store.saveCheckpoint(released, { cursor: '2' })).rejects.toThrow(LeaseLostError);
        await store.saveCheckpoint(next, { cursor: '3' });
        await expect(store.saveCheckpoint(released, { cursor: '4' })).rejects.toThrow(LeaseLostError);
        expect(await store.loadCheckpoint('east')).toEqual({ cursor: '3' });
      });

      it('are not saved under an expired lease', async () => {
        await expire(await take('a', SHORT_MS));
      });
    });

    describe('opening and closing', () => {
      it('keeps jobs, log and revision after a restart', async () => {
        const first = await store.append(numbered(300), seenAt(1));
        const second = await store.append([remove('east~299', first.revision), put('east~x', 'x')], seenAt(1));
        const [jobs, log] = [await allJobs(store), await logOf()];
        await reopen();
        expect(await store.revision()).toBe(second.revision);
        expect(await allJobs(store)).toEqual(jobs);
        expect(await logOf()).toEqual(log);
        expect(await logOf(first.revision)).toEqual(log.slice(300));
        const third = await store.append([put('east~y')], seenAt(1));
        expect(compareRevisions(third.revision, second.revision)).toBeGreaterThan(0);
        const late = await store.append([put('east~x', 'late', second.revision)], seenAt(0));
        expect(late.rejected).toEqual([{ id: 'east~x', stored: second.revision }]);
      });

      it('finishes pending appends before it closes', async () => {
        const appends = Promise.all([
          store.append(numbered(2_000), seenAt(1)),
          store.append([put('east~x')], seenAt(1)),
        ]);
        await reopen();
        expect((await appends).flatMap(({ rejected }) => rejected)).toEqual([]);
        expect((await allJobs(store)).size).toBe(2_001);
      });

      it('replaces metadata only if it is as expected, and keeps it', async () => {
        expect(await store.metadata('a')).toBeUndefined();
        expect(await store.replaceMetadata('a', '', 'x')).toBe(false);
        expect(await store.replaceMetadata('a', undefined, '')).toBe(true);
        expect(await store.replaceMetadata('a', undefined, 'x')).toBe(false);
        expect(await store.replaceMetadata('a', '', '{"ä":"\\n"}')).toBe(true);
        expect(await store.metadata('b')).toBeUndefined();
        await reopen();
        expect(await store.metadata('a')).toBe('{"ä":"\\n"}');
      });

      it('accepts one of several concurrent replacements of metadata', async () => {
        const texts = Array.from({ length: 20 }, (_, at) => `text ${at}`);
        const accepted = await Promise.all(texts.map((text) => store.replaceMetadata('a', undefined, text)));
        expect(accepted.filter((isAccepted) => isAccepted)).toHaveLength(1);
        expect(await store.metadata('a')).toBe(texts[accepted.indexOf(true)]);
      });

      it('is healthy while it is open, and rejects calls after it is closed', async () => {
        expect(store.healthy()).toBe(true);
        await store.close();
        expect(store.healthy()).toBe(false);
        const lease = { source: 'east', holder: 'a', fencing: 1 };
        const calls = [
          () => store.append([put('east~a')], seenAt(1)),
          () => store.revision(),
          () => store.revisions(['east~a']),
          () => allJobs(store),
          () => store.follow(FIRST_REVISION, () => undefined, new AbortController().signal),
          () => store.acquireLease('east', 'a', LONG_MS),
          () => store.announce('a', LONG_MS),
          () => store.loadCheckpoint('east'),
          () => store.metadata('a'),
          () => store.replaceMetadata('a', undefined, 'x'),
          () => store.saveCheckpoint(lease, {}),
        ];
        for (const call of calls) await expect(call()).rejects.toThrow(StoreUnavailableError);
      });
    });

    async function take(holder: string, ttlMs = LONG_MS): Promise<Lease> {
      const lease = await store.acquireLease('east', holder, ttlMs);
      if (!lease) throw new Error(`${holder} did not get the lease`);
      return lease;
    }

    /** Waits until checkpoints can no longer be saved under the lease. */
    async function expire(lease: Lease): Promise<void> {
      fixture.advanceTime(SHORT_MS);
      await until('the lease has expired', () =>
        store.saveCheckpoint(lease, { cursor: 'c' }).then(
          () => false,
          (error) => error instanceof LeaseLostError,
        ),
      );
    }
  });
}

function areIncreasing(revisions: readonly Revision[]): boolean {
  return revisions.every((revision, at) => at === 0 || compareRevisions(revisions[at - 1] ?? '', revision) < 0);
}

/** Writes, rewrites and removes the writer's own jobs, one at a time, until `isRunning` returns false. */
async function keepWriting(store: JobStore, writer: number, isRunning: () => boolean): Promise<void> {
  const known = new Map<string, Revision>();
  for (let at = 0; at < 30 || isRunning(); at += 1) {
    const id = `east~${writer}-${(at * 7) % 10}`;
    const expectedRevision = known.get(id);
    const draft =
      expectedRevision !== undefined && at % 3 === 0
        ? remove(id, expectedRevision)
        : put(id, `${writer}:${at}`, expectedRevision);
    const { revision, rejected } = await store.append([draft], seenAt(1));
    expect(rejected).toEqual([]);
    if (draft.type === 'put') known.set(id, revision);
    else known.delete(id);
  }
}
