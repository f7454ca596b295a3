/** The contract of actions: an action is sent once, or not at all. */
import { type Adapter } from '@gateway/core';

import {
  type AdapterContract,
  errorOf,
  ignorePage,
  openAdapter,
  testDeadline,
  URL_ALTERING_IDS,
  withAdapter,
} from './contract-subject.js';
import { sendJson, startLocalBackend } from './local-backend.js';
import { echoOfLogin } from './planted-login.js';

/** Declares the tests of `act`, for adapters with actions. */
export function describeActions(contract: AdapterContract): void {
  const { dialect } = contract;
  const [id] = dialect.ids;

  async function act(adapter: Adapter, nativeId: string, signal = testDeadline()): Promise<void> {
    await adapter.act?.(nativeId, 'cancel', signal);
  }

  describe('an action', () => {
    it.each(URL_ALTERING_IDS)('on an invalid native id is never sent: %j', async (nativeId) => {
      const backend = await startLocalBackend((_request, response) => sendJson(response, 200, {}));
      await withAdapter(contract, backend, async (adapter) => {
        const error = await errorOf(act(adapter, nativeId), backend);
        expect(error).toMatchObject({ code: 'refused', details: { refusal: 'gone' } });
        expect(backend.requests).toEqual([]);
      });
    });

    it('is not sent when the connection is refused', async () => {
      const backend = await startLocalBackend(() => undefined);
      await backend.close();
      const adapter = openAdapter(contract, backend.origin);
      expect((await errorOf(act(adapter, id), backend)).code).toBe('unreachable');
      await adapter.close();
    });

    it('is sent once when the connection is closed, and its outcome is unknown', async () => {
      const backend = await startLocalBackend((_request, response) => response.destroy());
      await withAdapter(contract, backend, async (adapter) => {
        expect((await errorOf(act(adapter, id), backend)).code).toBe('outcome_unknown');
        expect(backend.requests).toHaveLength(1);
      });
    });

    it('is sent once when the signal aborts before a response arrives, and its outcome is unknown', async () => {
      const abort = new AbortController();
      const backend = await startLocalBackend(() => abort.abort());
      await withAdapter(contract, backend, async (adapter) => {
        expect((await errorOf(act(adapter, id, abort.signal), backend)).code).toBe('outcome_unknown');
        expect(backend.requests).toHaveLength(1);
      });
    });

    it('uses a new connection, since the backend may be closing a reused one', async () => {
      const backend = await startLocalBackend((request, response) => {
        sendJson(response, 200, request.method === 'GET' ? dialect.serve([dialect.record(id)], request) : {});
      });
      await withAdapter(contract, backend, async (adapter) => {
        await adapter.poll(undefined, testDeadline(), ignorePage);
        await act(adapter, id);
        await act(adapter, id);
        expect(new Set(backend.requests.map((request) => request.socket)).size).toBe(3);
      });
    });

    it.each([
      [401, 'unauthorized'],
      [500, 'failed'],
      [503, 'throttled'],
    ])('with a response of status %i is %s and not sent again', async (status, code) => {
      const backend = await startLocalBackend((_request, response) => {
        sendJson(response, status, dialect.error(echoOfLogin(contract.login)));
      });
      await withAdapter(contract, backend, async (adapter) => {
        expect((await errorOf(act(adapter, id), backend)).code).toBe(code);
        expect(backend.requests).toHaveLength(1);
      });
    });

    it('with a response of status 401 whose body is cut off is unauthorized and not sent again', async () => {
      const backend = await startLocalBackend((_request, response) => {
        response.writeHead(401, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{', () => response.destroy());
      });
      await withAdapter(contract, backend, async (adapter) => {
        expect((await errorOf(act(adapter, id), backend)).code).toBe('unauthorized');
        expect(backend.requests).toHaveLength(1);
      });
    });
  });
}
