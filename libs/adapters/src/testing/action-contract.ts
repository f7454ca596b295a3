/** What must hold for an adapter that can act: an action is sent once, or not at all. */
import { type Adapter } from '@gateway/core';
import {
  type AdapterContract,
  failureOf,
  openAdapter,
  patience,
  URL_ALTERING_IDS,
  withAdapter,
} from './contract-subject.js';
import { answerJson, startLocalBackend } from './local-backend.js';
import { echoOfLogin } from './planted-login.js';

/** Declares the tests of `act`; for adapters that offer actions. */
export function describeActions(contract: AdapterContract): void {
  const { dialect } = contract;
  const [id] = dialect.ids;

  async function act(adapter: Adapter, nativeId: string, signal = patience()): Promise<void> {
    await adapter.act?.(nativeId, 'cancel', signal);
  }

  describe('an action', () => {
    it.each(URL_ALTERING_IDS)('on a text that is no native id is never sent: %j', async (nativeId) => {
      const backend = await startLocalBackend((_request, response) => answerJson(response, 200, {}));
      await withAdapter(contract, backend, async (adapter) => {
        const error = await failureOf(act(adapter, nativeId), backend);
        expect(error).toMatchObject({ code: 'refused', details: { refusal: 'gone' } });
        expect(backend.requests).toEqual([]);
      });
    });

    it('is not sent when the connection is refused', async () => {
      const backend = await startLocalBackend(() => undefined);
      await backend.close();
      const adapter = openAdapter(contract, backend.origin);
      expect((await failureOf(act(adapter, id), backend)).code).toBe('unreachable');
      await adapter.close();
    });

    it('is sent once when the connection is cut, and its outcome is unknown', async () => {
      const backend = await startLocalBackend((_request, response) => response.destroy());
      await withAdapter(contract, backend, async (adapter) => {
        expect((await failureOf(act(adapter, id), backend)).code).toBe('outcome_unknown');
        expect(backend.requests).toHaveLength(1);
      });
    });

    it('is sent once when no answer comes before the signal aborts, and its outcome is unknown', async () => {
      const abort = new AbortController();
      const backend = await startLocalBackend(() => abort.abort());
      await withAdapter(contract, backend, async (adapter) => {
        expect((await failureOf(act(adapter, id, abort.signal), backend)).code).toBe('outcome_unknown');
        expect(backend.requests).toHaveLength(1);
      });
    });

    it('goes over a connection of its own, since a kept one may be closing', async () => {
      const backend = await startLocalBackend((request, response) => {
        answerJson(response, 200, request.method === 'GET' ? dialect.serve([dialect.record(id)], request) : {});
      });
      await withAdapter(contract, backend, async (adapter) => {
        await adapter.poll(undefined, patience());
        await act(adapter, id);
        await act(adapter, id);
        expect(new Set(backend.requests.map((request) => request.socket)).size).toBe(3);
      });
    });

    it.each([
      [401, 'unauthorized'],
      [500, 'failed'],
      [503, 'throttled'],
    ])('that is answered with status %i is told as %s and not sent again', async (status, code) => {
      const backend = await startLocalBackend((_request, response) => {
        answerJson(response, status, dialect.error(echoOfLogin(contract.login)));
      });
      await withAdapter(contract, backend, async (adapter) => {
        expect((await failureOf(act(adapter, id), backend)).code).toBe(code);
        expect(backend.requests).toHaveLength(1);
      });
    });
  });
}
