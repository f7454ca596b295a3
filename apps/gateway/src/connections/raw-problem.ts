/** Problems for requests that Fastify does not get, and for data that is not a request. */

import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { type Socket } from 'node:net';

import { PROBLEM_TYPE, problemTypeOf } from '../http/problem-type.js';
import { pathOf, requestIdOf } from '../http/request-facts.js';
import { type Problem, problemText } from '../problems/problem.js';

/** How long a closed connection is still read: unread data would reset it, and the client could lose the problem. */
const LINGER_MS = 1_000;

/** Sends a problem as the response to a request, and closes the connection. Returns the request id. */
export function respondWithProblem(problem: Problem, request: IncomingMessage, response: ServerResponse): string {
  const requestId = requestIdOf(request);
  const path = pathOf(request.url ?? '');
  const body = problemText(problem, { instance: path, requestId });
  const type = problemTypeOf(path, request.headers.accept);
  response.writeHead(problem.status, headersOf(problem, { requestId, type }, body)).end(body);
  return requestId;
}

/**
 * Ends a request whose body cannot be read, and closes its connection. The problem goes to the reader of the body, which
 * responds with it, also to one that begins to read only after the sign-in. Without a reader, or if the response has
 * begun, the response does not depend on the body.
 */
export function failBody(problem: Problem, request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  if (response.closed) {
    socket.destroySoon();
    return;
  }
  response.once('close', () => socket.destroySoon());
  if (response.headersSent) return;
  response.setHeader('connection', 'close');
  const fail = (): void => void (request.listenerCount('error') > 0 && request.emit('error', problem));
  if (request.listenerCount('error') > 0) fail();
  else request.on('newListener', (event) => void (event === 'error' && process.nextTick(fail)));
}

/**
 * Sends a problem on a connection without a response in progress, and closes it (RFC 9112, 9.6). Returns the request id;
 * `undefined` if the connection can no longer be written.
 */
export function closeWithProblem(problem: Problem, socket: Socket): string | undefined {
  if (!socket.writable) {
    socket.destroySoon();
    return undefined;
  }
  const requestId = requestIdOf({ headers: {} });
  const body = problemText(problem, { requestId });
  const lines = Object.entries(headersOf(problem, { requestId, type: PROBLEM_TYPE }, body)).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`);
  const linger = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(linger));
  return requestId;
}

function headersOf(
  { extras }: Problem,
  { requestId, type }: { readonly requestId: string; readonly type: string },
  body: string,
): Record<string, string> {
  return {
    'x-request-id': requestId,
    'content-type': `${type}; charset=utf-8`,
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(extras.allow && { allow: extras.allow.join(', ') }),
    connection: 'close',
  };
}
