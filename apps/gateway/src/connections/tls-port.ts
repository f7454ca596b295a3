/** The gateway's own port with TLS. */

import { createServer, type Server, type ServerOptions } from 'node:https';
import { type Socket } from 'node:net';
import { type TLSSocket } from 'node:tls';

import { Problem } from '../problems/problem.js';
import { type Connections } from './connections.js';
import { type ServerCertificate } from './server-certificate.js';

/** The type of the first record of TLS: a handshake (RFC 8446, 5.1). */
const HANDSHAKE = 0x16;
const LETTERS = /^[A-Z]$/;

/**
 * An HTTPS server of HTTP/1.1. It accepts clients with any certificate and without one: `socket.authorized` is true only
 * if it was verified. A connection that begins with plain HTTP gets a problem without TLS.
 */
export function createTlsServer(
  options: ServerOptions,
  certificate: ServerCertificate,
  connections: Connections,
): Server {
  const { handshakeMs } = connections.limits;
  const server = createServer({
    ...options,
    ...certificate.context,
    ...{ ALPNProtocols: ['http/1.1'], handshakeTimeout: handshakeMs },
    ...{ requestCert: certificate.acceptsClients, rejectUnauthorized: false },
  });
  certificate.serve(server);
  // Node's only listener begins the TLS handshake: it is called later, if the client begins with TLS.
  const [beginTls] = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection').on('connection', (socket: Socket) => {
    if (connections.add(socket)) readFirst(socket, connections, () => beginTls?.call(server, socket));
  });
  server.on('secureConnection', (socket) => connections.completeHandshake(socket));
  if (certificate.acceptsClients) {
    server.on('secureConnection', (socket) => {
      const fault = certificateFault(socket);
      if (fault !== undefined) connections.distrust(socket, fault);
    });
  }
  server.on('tlsClientError', (error, socket) => {
    connections.failHandshake(error);
    socket.destroy();
  });
  return server;
}

/** Waits for the first data of a connection, and calls `beginTls` unless it is plain HTTP. */
function readFirst(socket: Socket, connections: Connections, beginTls: () => void): void {
  connections.beginHandshake(socket);
  const timeout = setTimeout(() => {
    connections.failHandshake(Object.assign(new Error('the client sent nothing in time'), { code: 'ETIMEDOUT' }));
    socket.destroy();
  }, connections.limits.handshakeMs);
  socket.once('close', () => clearTimeout(timeout));
  // A connection that breaks is closed, which is handled.
  socket.on('error', () => undefined);
  socket.once('data', (data: Buffer) => {
    clearTimeout(timeout);
    if (isHttp(data)) return connections.fail(socket, plainHttpProblem());
    socket.pause();
    socket.unshift(data);
    beginTls();
  });
}

function isHttp(data: Buffer): boolean {
  return data[0] !== HANDSHAKE && LETTERS.test(String.fromCharCode(data[0] ?? 0));
}

function plainHttpProblem(): Problem {
  return new Problem('malformed-request', 'expected TLS on this port, got plain HTTP; use a URL with https');
}

/** Why a client's certificate was not verified; `undefined` if it was, or if the client has presented none. */
function certificateFault(socket: TLSSocket): string | undefined {
  const hasCertificate = Object.keys(socket.getPeerCertificate()).length > 0;
  return socket.authorized || !hasCertificate ? undefined : String(socket.authorizationError);
}
