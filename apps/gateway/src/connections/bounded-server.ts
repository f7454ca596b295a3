import { createServer, type RequestListener, type Server } from 'node:http';
import { type Server as TlsServer } from 'node:https';
import { type Socket } from 'node:net';

import { type ConnectionError } from 'fastify';

import { Problem } from '../problems/problem.js';
import { type Connections } from './connections.js';
import { overflowProblem } from './size-problem.js';
import { createTlsServer } from './tls-port.js';

/** The methods of the API, for the `Allow` header of a response to CONNECT. */
const METHODS = ['GET', 'HEAD', 'PATCH', 'POST'];

const UNREADABLE = new Problem('malformed-request', 'the data received is not an HTTP request');

/** A server of HTTP, with or without TLS. */
export type HttpServer = Server | TlsServer;

/**
 * An HTTP server that passes the requests to the handler one by one for each connection, within the limits of
 * `connections`.
 */
export function createBoundedServer(handler: RequestListener, connections: Connections): HttpServer {
  const { checkMs, headerBytes, idleMs, requestMs } = connections.limits;
  const options = {
    maxHeaderSize: headerBytes,
    requestTimeout: requestMs,
    headersTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
    keepAliveTimeout: idleMs,
    // `Connection` checks it, and sends a problem.
    requireHostHeader: false,
  };
  const { certificate } = connections;
  const server = certificate ? createTlsServer(options, certificate, connections) : createServer(options);
  if (!certificate) server.on('connection', (socket: Socket) => connections.add(socket));
  // Node would drop the headers after the 2,000th; their size is limited anyway.
  server.maxHeadersCount = 0;
  connections.serve(handler);
  receiveRequests(server, connections);
  boundConnections(server, connections);
  return server;
}

/** The handler of errors of a connection, and of data that Node cannot parse as a request: Fastify never receives it. */
export function clientErrorHandler(connections: Connections): (error: ConnectionError, socket: Socket) => void {
  return ({ code, rawPacket }, socket) => {
    if (code === 'ECONNRESET' || socket.destroyed) return;
    if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
      connections.expire(socket, new Problem('request-timeout', 'the request did not arrive completely in time'));
    } else {
      const isTooLarge = code === 'HPE_HEADER_OVERFLOW';
      // Node passes the bytes, in spite of the type.
      const problem = isTooLarge ? overflowProblem(rawPacket as unknown as Buffer, connections.limits) : UNREADABLE;
      connections.fail(socket, problem);
    }
  };
}

function receiveRequests(server: HttpServer, connections: Connections): void {
  server.on('request', (request, response) => connections.receive(request, response));
  server.on('checkContinue', (request, response) => {
    connections.receive(request, response, { expectsContinue: true });
  });
  server.on('checkExpectation', (request, response) => {
    const expected = `expected 100-continue in the Expect header, got ${JSON.stringify(request.headers.expect)}`;
    connections.receive(request, response, { problem: new Problem('unknown-expectation', expected) });
  });
  server.on('connect', ({ socket }) => {
    // Node has given up this connection: it is read so that its end is noticed.
    socket.on('error', () => socket.destroy()).resume();
    const refusal = 'CONNECT is not supported: the gateway is not a proxy';
    connections.fail(socket, new Problem('method-not-allowed', refusal, { allow: METHODS }));
  });
}

function boundConnections(server: HttpServer, connections: Connections): void {
  server.on('drop', () => connections.cap.refuse());
  server.once('listening', () => {
    // Without a listener, a connection that the system cannot open would end the process.
    server.on('error', (error: NodeJS.ErrnoException) => connections.cap.fail(error.code ?? error.message));
    const check = (): void => {
      connections.check(performance.now());
      connections.certificate?.check(Date.now());
      server.maxConnections = connections.cap.max;
    };
    check();
    const timer = setInterval(check, connections.limits.checkMs).unref();
    server.once('close', () => clearInterval(timer));
  });
}
