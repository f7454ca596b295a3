/** What any backend may answer instead of jobs, whatever its dialect. */
import { type ServerResponse } from 'node:http';
import { type Adapter, type BackendError, type BackendErrorCode, type BackendErrorDetails } from '@gateway/core';
import { type AdapterContract, failureOf, FIXED_NOW, openAdapter, patience, withAdapter } from './contract-subject.js';
import { answerJson, type LocalBackend, startLocalBackend } from './local-backend.js';
import { echoOfLogin } from './planted-login.js';

const HUGE_BYTES = 200 * 1024 * 1024;

interface Failure {
  readonly name: string;
  readonly answer: (response: ServerResponse, contract: AdapterContract, elsewhere: LocalBackend) => void;
  readonly code: BackendErrorCode;
  readonly details?: BackendErrorDetails;
}

const FAILURES: readonly Failure[] = [
  { name: 'cuts the connection', answer: (response) => response.destroy(), code: 'unreachable' },
  { name: 'HTML with status 200', answer: sendHtml(200), code: 'malformed' },
  { name: 'nothing with status 200', answer: (response) => response.end(), code: 'malformed' },
  { name: 'half a JSON text', answer: (response) => response.end('{"records": [{"uuid": "'), code: 'malformed' },
  { name: 'a body that breaks off', answer: sendBroken, code: 'malformed' },
  { name: 'an array', answer: (response) => answerJson(response, 200, []), code: 'malformed' },
  { name: 'null', answer: (response) => answerJson(response, 200, null), code: 'malformed' },
  { name: 'a number', answer: (response) => answerJson(response, 200, 7), code: 'malformed' },
  { name: 'a redirect to another host', answer: sendRedirect, code: 'malformed', details: { status: 302 } },
  { name: 'status 401', answer: sendError(401), code: 'unauthorized', details: { status: 401 } },
  { name: 'status 500', answer: sendError(500), code: 'failed', details: { status: 500 } },
  { name: 'status 500 and HTML', answer: sendHtml(500), code: 'failed' },
  {
    name: 'status 429 and a wait in seconds',
    answer: sendError(429, { 'retry-after': '17' }),
    code: 'throttled',
    details: { status: 429, retryAfterMs: 17_000 },
  },
  {
    name: 'status 429 and a date to wait for',
    answer: sendError(429, { date: httpDate(0), 'retry-after': httpDate(90_000) }),
    code: 'throttled',
    details: { status: 429, retryAfterMs: 90_000 },
  },
  { name: 'status 503 and no wait', answer: sendError(503), code: 'throttled', details: { status: 503 } },
];

/** Declares the tests of poll, get and check against a backend that fails. */
export function describeFailures(contract: AdapterContract): void {
  const READS: Readonly<Record<string, (adapter: Adapter, signal: AbortSignal) => Promise<unknown>>> = {
    poll: (adapter, signal) => adapter.poll(undefined, signal),
    get: (adapter, signal) => adapter.get(contract.dialect.ids[0], signal),
  };

  describe.each(Object.entries(READS))('%s of a failing backend', (_name, read) => {
    it.each(FAILURES)('tells $name as $code', async ({ answer, code, details }) => {
      const elsewhere = await startLocalBackend((_request, response) => answerJson(response, 200, {}));
      const backend = await startLocalBackend((_request, response) => answer(response, contract, elsewhere));
      await withAdapter(contract, backend, async (adapter) => {
        const error = await failureOf(read(adapter, patience()), backend);
        expect(error).toMatchObject({ code, details: details ?? {} });
        expect(elsewhere.requests).toEqual([]);
      }).finally(() => elsewhere.close());
    });

    it('tells status 403 as a matter of rights', async () => {
      const backend = await startLocalBackend((_request, response) => sendError(403)(response, contract));
      await withAdapter(contract, backend, async (adapter) => {
        expect(rights(await failureOf(read(adapter, patience()), backend))).toBe(true);
      });
    });

    it('tells a refused connection as unreachable', async () => {
      const backend = await startLocalBackend(() => undefined);
      await backend.close();
      const adapter = openAdapter(contract, backend.origin);
      expect((await failureOf(read(adapter, patience()), backend)).code).toBe('unreachable');
      await adapter.close();
    });

    it('stops reading a body of 200 MB and hangs up', async () => {
      let sent = 0;
      const backend = await startLocalBackend((_request, response) => {
        sendHuge(response, (bytes) => (sent += bytes));
      });
      await withAdapter(contract, backend, async (adapter) => {
        expect((await failureOf(read(adapter, patience()), backend)).code).toBe('malformed');
        await backend.idle();
        expect(sent).toBeLessThan(HUGE_BYTES);
      });
    });

    it.each([
      ['there is no answer', (_response: ServerResponse, abort: () => void) => abort()],
      [
        'the head comes and the body never does',
        (response: ServerResponse, abort: () => void) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write('{"records": [', abort);
        },
      ],
    ])('ends as unreachable when the signal aborts while %s', async (_name, hang) => {
      const abort = new AbortController();
      const backend = await startLocalBackend((_request, response) => hang(response, () => abort.abort()));
      await withAdapter(contract, backend, async (adapter) => {
        expect((await failureOf(read(adapter, abort.signal), backend)).code).toBe('unreachable');
        await backend.idle();
      });
    });

    it('asks nothing when the signal has aborted before', async () => {
      const backend = await startLocalBackend((_request, response) => answerJson(response, 200, {}));
      await withAdapter(contract, backend, async (adapter) => {
        expect((await failureOf(read(adapter, AbortSignal.abort()), backend)).code).toBe('unreachable');
        expect(backend.requests).toEqual([]);
      });
    });
  });

  describe('check of a failing backend', () => {
    it.each([
      ['a refused login', sendError(401), 'unauthorized'],
      ['a fault', sendError(500), 'failed'],
      ['HTML', sendHtml(200), 'malformed'],
    ] as const)('tells %s', async (_name, answer, code) => {
      const backend = await startLocalBackend((_request, response) => answer(response, contract));
      await withAdapter(contract, backend, async (adapter) => {
        expect((await failureOf(adapter.check(patience()), backend)).code).toBe(code);
      });
    });
  });
}

function rights(error: BackendError): boolean {
  return error.code === 'unauthorized' || (error.code === 'refused' && error.details.refusal === 'forbidden');
}

function httpDate(offsetMs: number): string {
  return new Date(FIXED_NOW + offsetMs).toUTCString();
}

function sendError(status: number, headers: Readonly<Record<string, string>> = {}) {
  return (response: ServerResponse, { dialect, login }: AdapterContract): void => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answerJson(response, status, dialect.error(`<b>no</b> ${echoOfLogin(login)}`));
  };
}

function sendHtml(status: number) {
  return (response: ServerResponse, { login }: AdapterContract): void => {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.end(`<!doctype html><html><body><h1>Proxy</h1><p>${echoOfLogin(login)}</p></body></html>`);
  };
}

function sendBroken(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"records": []', () => response.destroy());
}

function sendRedirect(response: ServerResponse, _contract: AdapterContract, elsewhere: LocalBackend): void {
  response.writeHead(302, { location: `${elsewhere.origin}/api/cluster/jobs` }).end();
}

/** Streams a JSON string without end as fast as the client takes it. */
function sendHuge(response: ServerResponse, count: (bytes: number) => void): void {
  const piece = Buffer.alloc(1024 * 1024, 'x');
  let left = HUGE_BYTES / piece.length;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"records": ["');
  function more(): void {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      count(piece.length);
      if (!response.write(piece)) {
        response.once('drain', more);
        return;
      }
    }
    response.end('"]}');
  }
  more();
}
