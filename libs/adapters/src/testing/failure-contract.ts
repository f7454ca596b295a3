/** The contract of failures: what a backend of any kind may send instead of jobs. */
import { type ServerResponse } from 'node:http';

import { type Adapter, type BackendError, type BackendErrorCode, type BackendErrorDetails } from '@gateway/core';

import {
  type AdapterContract,
  errorOf,
  FIXED_NOW,
  openAdapter,
  testDeadline,
  withAdapter,
} from './contract-subject.js';
import { type LocalBackend, sendJson, startLocalBackend } from './local-backend.js';
import { echoOfLogin } from './planted-login.js';

const HUGE_BYTES = 200 * 1024 * 1024;

interface Failure {
  readonly name: string;
  readonly send: (response: ServerResponse, contract: AdapterContract, elsewhere: LocalBackend) => void;
  readonly code: BackendErrorCode;
  readonly details?: BackendErrorDetails;
}

const FAILURES: readonly Failure[] = [
  { name: 'a closed connection', send: (response) => response.destroy(), code: 'unreachable' },
  { name: 'HTML with status 200', send: sendHtml(200), code: 'malformed' },
  { name: 'an empty body with status 200', send: (response) => response.end(), code: 'malformed' },
  { name: 'incomplete JSON', send: (response) => response.end('{"records": [{"uuid": "'), code: 'malformed' },
  { name: 'a body that is cut off', send: sendCutOff(200), code: 'malformed' },
  { name: 'an array', send: (response) => sendJson(response, 200, []), code: 'malformed' },
  { name: 'null', send: (response) => sendJson(response, 200, null), code: 'malformed' },
  { name: 'a number', send: (response) => sendJson(response, 200, 7), code: 'malformed' },
  { name: '4 MB of brackets', send: (response) => response.end('['.repeat(4_000_000)), code: 'malformed' },
  {
    name: 'a million objects',
    send: (response) => response.end(`{"records":[${'{},'.repeat(1e6)}{}]}`),
    code: 'malformed',
  },
  { name: 'interim responses without end', send: floodWith('HTTP/1.1 103 Early Hints\r\n\r\n'), code: 'malformed' },
  { name: 'a body of tiny chunks', send: sendTinyChunks, code: 'malformed' },
  { name: 'a redirect to another host', send: sendRedirect, code: 'malformed', details: { status: 302 } },
  { name: 'status 401', send: sendError(401), code: 'unauthorized', details: { status: 401 } },
  { name: 'status 401 with a body that is cut off', send: sendCutOff(401), code: 'unauthorized' },
  { name: 'status 401 with a body that cannot be decompressed', send: sendNotGzip(401), code: 'unauthorized' },
  { name: 'status 503 with a body that is cut off', send: sendCutOff(503), code: 'throttled' },
  { name: 'a body that cannot be decompressed', send: sendNotGzip(200), code: 'malformed' },
  { name: 'status 500', send: sendError(500), code: 'failed', details: { status: 500 } },
  { name: 'status 500 with HTML', send: sendHtml(500), code: 'failed' },
  {
    name: 'status 401 with a body of 200 MB',
    send: sendHugeError(401),
    code: 'unauthorized',
    details: { status: 401 },
  },
  {
    name: 'status 429 with a delay in seconds',
    send: sendError(429, { 'retry-after': '17' }),
    code: 'throttled',
    details: { status: 429, retryAfterMs: 17_000 },
  },
  {
    name: 'status 429 with a date for the retry',
    send: sendError(429, { date: httpDate(0), 'retry-after': httpDate(90_000) }),
    code: 'throttled',
    details: { status: 429, retryAfterMs: 90_000 },
  },
  { name: 'status 503 without a delay', send: sendError(503), code: 'throttled', details: { status: 503 } },
];

/** Declares the tests of poll, list, get and check against a backend that fails. */
export function describeFailures(contract: AdapterContract): void {
  const READS: Readonly<Record<string, (adapter: Adapter, signal: AbortSignal) => Promise<unknown>>> = {
    poll: (adapter, signal) => adapter.poll(undefined, signal, async (page) => void (await page.jobs())),
    list: (adapter, signal) => adapter.list(0, signal, async (page) => void (await page.jobs())),
    get: (adapter, signal) => adapter.get(contract.dialect.ids[0], signal),
  };

  describe.each(Object.entries(READS))('%s of a failing backend', (_name, read) => {
    it.each(FAILURES)('maps $name to $code', async ({ send, code, details }) => {
      const elsewhere = await startLocalBackend((_request, response) => sendJson(response, 200, {}));
      const backend = await startLocalBackend((_request, response) => send(response, contract, elsewhere));
      await withAdapter(contract, backend, async (adapter) => {
        const error = await errorOf(read(adapter, testDeadline()), backend);
        expect(error).toMatchObject({ code, details: details ?? {} });
        expect(elsewhere.requests).toEqual([]);
      }).finally(() => elsewhere.close());
    });

    it('maps status 403 to a missing permission', async () => {
      const backend = await startLocalBackend((_request, response) => sendError(403)(response, contract));
      await withAdapter(contract, backend, async (adapter) => {
        expect(isMissingPermission(await errorOf(read(adapter, testDeadline()), backend))).toBe(true);
      });
    });

    it('maps a refused connection to unreachable', async () => {
      const backend = await startLocalBackend(() => undefined);
      await backend.close();
      const adapter = openAdapter(contract, backend.origin);
      expect((await errorOf(read(adapter, testDeadline()), backend)).code).toBe('unreachable');
      await adapter.close();
    });

    it('stops reading a body of 200 MB and closes the connection', async () => {
      let sent = 0;
      const backend = await startLocalBackend((_request, response) => {
        sendHuge(response, (bytes) => (sent += bytes));
      });
      await withAdapter(contract, backend, async (adapter) => {
        expect((await errorOf(read(adapter, testDeadline()), backend)).code).toBe('malformed');
        await backend.idle();
        expect(sent).toBeLessThan(HUGE_BYTES);
      });
    });

    it.each([
      ['no response arrives', (_response: ServerResponse, abort: () => void) => abort()],
      [
        'only the head and a part of the body arrive',
        (response: ServerResponse, abort: () => void) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write('{"records": [', abort);
        },
      ],
    ])('is unreachable when the signal aborts while %s', async (_name, hang) => {
      const abort = new AbortController();
      const backend = await startLocalBackend((_request, response) => hang(response, () => abort.abort()));
      await withAdapter(contract, backend, async (adapter) => {
        expect((await errorOf(read(adapter, abort.signal), backend)).code).toBe('unreachable');
        await backend.idle();
      });
    });

    it('sends no request if the signal is already aborted', async () => {
      const backend = await startLocalBackend((_request, response) => sendJson(response, 200, {}));
      await withAdapter(contract, backend, async (adapter) => {
        expect((await errorOf(read(adapter, AbortSignal.abort()), backend)).code).toBe('unreachable');
        expect(backend.requests).toEqual([]);
      });
    });
  });

  describe('check of a failing backend', () => {
    it.each([
      ['a refused login', sendError(401), 'unauthorized'],
      ['status 500', sendError(500), 'failed'],
      ['HTML', sendHtml(200), 'malformed'],
    ] as const)('reports %s', async (_name, send, code) => {
      const backend = await startLocalBackend((_request, response) => send(response, contract));
      await withAdapter(contract, backend, async (adapter) => {
        expect((await errorOf(adapter.check(testDeadline()), backend)).code).toBe(code);
      });
    });
  });
}

function isMissingPermission(error: BackendError): boolean {
  return error.code === 'unauthorized' || (error.code === 'refused' && error.details.refusal === 'forbidden');
}

function httpDate(offsetMs: number): string {
  return new Date(FIXED_NOW + offsetMs).toUTCString();
}

function sendError(status: number, headers: Readonly<Record<string, string>> = {}) {
  return (response: ServerResponse, { dialect, login }: AdapterContract): void => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    sendJson(response, status, dialect.error(`<b>no</b> ${echoOfLogin(login)}`));
  };
}

function sendHtml(status: number) {
  return (response: ServerResponse, { login }: AdapterContract): void => {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.end(`<!doctype html><html><body><h1>Proxy</h1><p>${echoOfLogin(login)}</p></body></html>`);
  };
}

function sendCutOff(status: number) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"records": []', () => response.destroy());
  };
}

function sendNotGzip(status: number) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end('{"records": []}');
  };
}

function sendRedirect(response: ServerResponse, _contract: AdapterContract, elsewhere: LocalBackend): void {
  response.writeHead(302, { location: `${elsewhere.origin}/api/cluster/jobs` }).end();
}

function sendHugeError(status: number) {
  return (response: ServerResponse): void => sendHuge(response, () => undefined, status);
}

function sendTinyChunks(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
  floodWith('1\r\n \r\n')(response);
}

/** Writes the text to the connection again and again until the client closes it. */
function floodWith(text: string) {
  return ({ socket }: ServerResponse): void => {
    const burst = text.repeat(1_000);
    function more(): void {
      while (socket?.writable && socket.write(burst));
    }
    socket?.on('drain', more);
    more();
  };
}

/** Streams a JSON string of 200 MB as fast as the client reads it. */
function sendHuge(response: ServerResponse, count: (bytes: number) => void, status = 200): void {
  const piece = Buffer.alloc(1024 * 1024, 'x');
  let left = HUGE_BYTES / piece.length;
  response.writeHead(status, { 'content-type': 'application/json' });
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
