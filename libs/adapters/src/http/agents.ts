import http from 'node:http';
import https from 'node:https';
import net from 'node:net';

import { type SourceConnection } from '@gateway/core';

const MAX_SOCKETS = 2;

/**
 * How long a pooled connection may be idle. ONTAP closes idle connections after 5 s; a request sent just then is lost.
 */
const DEFAULT_IDLE_MS = 3_500;

/**
 * Number of bytes that are parsed as HTTP at once: the size of the longest TLS record (RFC 8446, 5.1). Without TLS,
 * Node would read 64 kB, which can contain thousands of chunks or interim responses.
 */
const BYTES_AT_ONCE = 16 * 1024;

/** An agent whose connections read at most 16 kB at once. */
class PlainAgent extends http.Agent {
  override createConnection(options: net.NetConnectOpts): net.Socket {
    const buffer = (): Buffer => Buffer.allocUnsafeSlow(BYTES_AT_ONCE);
    const callback = (length: number, read: Uint8Array): boolean => socket.push(read.subarray(0, length));
    const socket = net.createConnection({ ...options, onread: { buffer, callback } });
    return socket;
  }
}

/** The connections of one source: at most two for each of the agents. */
export interface Agents {
  /** For reads: connections are reused, and closed after `idleMs` without a request. */
  readonly pooled: http.Agent;
  /** For writes: a new connection for each, so that a write is never lost because an idle connection was closed. */
  readonly unpooled: http.Agent;
}

/** Agents with the TLS settings and the client certificate of a connection. */
export function createAgents(connection: SourceConnection, idleMs = DEFAULT_IDLE_MS): Agents {
  const pooled = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: idleMs };
  const unpooled = { keepAlive: false, maxSockets: MAX_SOCKETS };
  if (!connection.url.startsWith('https:')) {
    return { pooled: new PlainAgent(pooled), unpooled: new PlainAgent(unpooled) };
  }
  const { tls, login } = connection;
  const trust = {
    rejectUnauthorized: !tls.insecure,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(login.type === 'certificate' ? { cert: login.cert, key: login.key.reveal() } : {}),
  };
  return { pooled: new https.Agent({ ...pooled, ...trust }), unpooled: new https.Agent({ ...unpooled, ...trust }) };
}
