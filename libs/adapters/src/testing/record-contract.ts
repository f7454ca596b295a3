/** What an adapter makes of good and bad records, and that it closes what it opened. */
import { type Adapter, type PollAnswer } from '@gateway/core';
import {
  type AdapterContract,
  failureOf,
  FIXED_NOW,
  patience,
  URL_ALTERING_IDS,
  withAdapter,
} from './contract-subject.js';
import { answerJson, type LocalBackend, type ReceivedRequest, startLocalBackend } from './local-backend.js';
import { plantedAuthorization } from './planted-login.js';
import { expectWellFormedJob } from './well-formed-job.js';

/** Declares the tests of poll and get against a backend that answers in its dialect. */
export function describeRecords(contract: AdapterContract): void {
  const { dialect } = contract;
  const [first, second] = dialect.ids;

  /** A backend that holds these records. */
  function serving(records: readonly unknown[]): Promise<LocalBackend> {
    return startLocalBackend((request, response) => {
      response.setHeader('date', new Date(FIXED_NOW + 30_000).toUTCString());
      answerJson(response, 200, dialect.serve(records, request));
    });
  }

  function poll(adapter: Adapter): Promise<PollAnswer> {
    return adapter.poll(undefined, patience());
  }

  describe('records', () => {
    it('are listed afresh as a poll would, whatever was polled before', async () => {
      const backend = await serving([dialect.record(first), dialect.record(second)]);
      await withAdapter(contract, backend, async (adapter) => {
        const polled = await poll(adapter);
        await adapter.poll(polled.cursor, patience());
        const listed = await adapter.list(0, patience());
        expect(listed).toMatchObject({ complete: true, skipped: 0, form: polled.form });
        expect(listed.jobs).toEqual(polled.jobs);
      });
    });

    it('are all polled, signed in, with the backend’s clock', async () => {
      const backend = await serving([dialect.record(first), dialect.record(second)]);
      await withAdapter(contract, backend, async (adapter) => {
        const answer = await poll(adapter);
        expect(answer).toMatchObject({ complete: true, skipped: 0, clockOffsetMs: 30_500 });
        expect(answer.jobs.map((job) => job.native_id).sort()).toEqual([first, second].sort());
        expect(answer.jobs.map((job) => job.state)).toEqual(['success', 'success']);
        answer.jobs.forEach(expectWellFormedJob);
        for (const request of backend.requests) {
          expect(request.headers.authorization).toBe(plantedAuthorization(contract.login));
        }
      });
    });

    it('may be none', async () => {
      const backend = await serving([]);
      await withAdapter(contract, backend, async (adapter) => {
        expect(await poll(adapter)).toMatchObject({ jobs: [], complete: true, skipped: 0 });
      });
    });

    it('are the same by id as in the listing', async () => {
      const backend = await serving([dialect.record(first)]);
      await withAdapter(contract, backend, async (adapter) => {
        const { jobs } = await poll(adapter);
        const job = await adapter.get(first, patience());
        expect([job]).toEqual(jobs);
      });
    });

    it.each([null, 7, 'text', true, [], {}, [[]]])('that are %j are skipped and counted', async (bad) => {
      await expectSkipped(bad);
    });

    it.each([5, null, {}, [], ...URL_ALTERING_IDS])('with the id %j are skipped and counted', async (id) => {
      await expectSkipped({ ...dialect.record(first), [dialect.idField]: id });
    });

    async function expectSkipped(bad: unknown): Promise<void> {
      const backend = await serving([bad, dialect.record(second), bad]);
      await withAdapter(contract, backend, async (adapter) => {
        const answer = await poll(adapter);
        expect(answer).toMatchObject({ skipped: 2, jobs: [{ native_id: second, state: 'success' }] });
        expect(answer.jobs).toHaveLength(1);
      });
    }

    it.each([null, 7, true, 'nonsense', '<b>', 'x'.repeat(100_000), [], [null], [7], {}, { name: 7 }, -1, 0.5])(
      'keep no field of the wrong type or out of bounds: %#',
      async (wrong) => {
        const record = dialect.record(first);
        const variants = Object.keys(record)
          .filter((field) => field !== dialect.idField)
          .map((field) => ({ ...record, [field]: wrong }));
        for (const bad of [
          ...variants,
          { ...Object.fromEntries(Object.keys(record).map((field) => [field, wrong])), [dialect.idField]: first },
        ]) {
          const backend = await serving([bad, dialect.record(second)]);
          await withAdapter(contract, backend, async (adapter) => {
            const answer = await poll(adapter);
            expect(answer.jobs.length + answer.skipped).toBe(2);
            expect(answer.jobs).toContainEqual(expect.objectContaining({ native_id: second, state: 'success' }));
            answer.jobs.forEach(expectWellFormedJob);
          });
        }
      },
    );

    it('of another id than was asked for are no answer', async () => {
      let asked: ReceivedRequest | undefined;
      const backend = await startLocalBackend((request, response) => {
        asked ??= request;
        answerJson(response, 200, dialect.serve([dialect.record(first)], asked));
      });
      await withAdapter(contract, backend, async (adapter) => {
        expect(await adapter.get(first, patience())).toMatchObject({ native_id: first });
        expect((await failureOf(adapter.get(second, patience()), backend)).code).toBe('malformed');
      });
    });
  });

  describe('a text that is no native id', () => {
    it.each(URL_ALTERING_IDS)('is no job, and nobody is asked: %j', async (id) => {
      const backend = await serving([dialect.record(first)]);
      await withAdapter(contract, backend, async (adapter) => {
        expect(await adapter.get(id, patience())).toBeUndefined();
        expect(backend.requests).toEqual([]);
      });
    });
  });

  describe('connections', () => {
    it('are closed with the adapter, which then reaches nobody', async () => {
      const backend = await serving([dialect.record(first)]);
      await withAdapter(contract, backend, async (adapter) => {
        await poll(adapter);
        const before = backend.requests.length;
        await adapter.close();
        await backend.idle();
        expect((await failureOf(poll(adapter), backend)).code).toBe('unreachable');
        expect(backend.requests).toHaveLength(before);
      });
    });

    it('that were cut while idle cost a read nothing', async () => {
      const used = new WeakSet<object>();
      const backend = await startLocalBackend((request, response) => {
        if (used.has(request.socket)) return response.destroy();
        used.add(request.socket);
        answerJson(response, 200, dialect.serve([dialect.record(first)], request));
      });
      await withAdapter(contract, backend, async (adapter) => {
        const rounds = [await poll(adapter), await poll(adapter), await poll(adapter)];
        expect(rounds.map((answer) => answer.jobs.length)).toEqual([1, 1, 1]);
      });
    });
  });
}
