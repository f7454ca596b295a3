import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { type Duplex } from 'node:stream';
import tls from 'node:tls';

import { type SourceConnection } from '@gateway/core';

import { type CertificateCheck, certificateCheck } from './certificate-check.js';
import { connectPlain } from './plain-connection.js';
import { openTunnel, type Tunnel } from './tunnel.js';
import { markUsable } from './usable.js';

const MAX_SOCKETS = 2;

/** The times after which a connection is closed. */
export interface ConnectionTimes {
  /**
   * How long a pooled connection may be idle. ONTAP closes idle connections after 5 s; a request sent just then is
   * lost.
   * @default 3.5 s
   */
  readonly idleMs?: number;
  /** How long a proxy may take to connect to the backend. @default 20 s */
  readonly proxyMs?: number;
}

/** Opens a connection through the proxy of a source. */
type OpenTunnel = () => Tunnel;

/** An agent for plain HTTP. */
class PlainAgent extends http.Agent {
  readonly #openTunnel: OpenTunnel | undefined;

  constructor(options: http.AgentOptions, openTunnel: OpenTunnel | undefined) {
    super(options);
    this.#openTunnel = openTunnel;
  }

  override createConnection(options: net.TcpNetConnectOpts): Duplex {
    if (this.#openTunnel) return this.#openTunnel();
    const socket = connectPlain(options);
    socket.once('connect', () => markUsable(socket));
    return socket;
  }
}

/**
 * An agent for HTTPS. A connection writes nothing of a request before `check` has accepted its certificate: it is
 * corked until then. Node does not verify certificates itself here (`rejectUnauthorized`), because it would destroy the
 * connection before the certificate can be examined.
 */
class SecureAgent extends https.Agent {
  readonly #check: CertificateCheck;
  readonly #openTunnel: OpenTunnel | undefined;

  constructor(options: https.AgentOptions, check: CertificateCheck, openTunnel: OpenTunnel | undefined) {
    // A resumed session has no handshake in which a certificate is verified.
    super({ ...options, rejectUnauthorized: false, maxCachedSessions: 0 });
    this.#check = check;
    this.#openTunnel = openTunnel;
  }

  override createConnection(options: https.RequestOptions): tls.TLSSocket {
    const tunnel = this.#openTunnel?.();
    const socket = this.#secure(options, tunnel);
    // axios ends a request in the same turn in which it creates it: a later end would uncork the connection.
    socket.cork();
    socket.once('secureConnect', () => {
      const refusal = this.#check(socket);
      if (refusal) return socket.destroy(refusal);
      markUsable(socket);
      socket.uncork();
    });
    tunnel?.once('error', (error) => socket.destroy(error));
    if (tunnel) socket.once('close', () => tunnel.destroy());
    return socket;
  }

  #secure(options: https.RequestOptions, tunnel: Tunnel | undefined): tls.TLSSocket {
    try {
      return super.createConnection({ ...options, ...(tunnel && { socket: tunnel }) }) as tls.TLSSocket;
    } catch (error) {
      tunnel?.destroy();
      throw error;
    }
  }
}

/** The connections of one source: at most two for each of the agents. */
export interface Agents {
  /** For reads: connections are reused, and closed after `idleMs` without a request. */
  readonly pooled: http.Agent;
  /** For writes: a new connection for each, so that a write is never lost because an idle connection was closed. */
  readonly unpooled: http.Agent;
}

/** Agents with the proxy, the TLS settings and the client certificate of a connection. */
export function createAgents(
  connection: SourceConnection,
  { idleMs = 3_500, proxyMs = 20_000 }: ConnectionTimes = {},
): Agents {
  const pooled = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: idleMs };
  const unpooled = { keepAlive: false, maxSockets: MAX_SOCKETS };
  const { proxy, login } = connection;
  const url = new URL(connection.url);
  const isSecure = url.protocol === 'https:';
  const target = `${url.hostname}:${url.port || (isSecure ? 443 : 80)}`;
  const tunnel = proxy && (() => openTunnel(proxy, target, proxyMs));
  if (!isSecure) return { pooled: new PlainAgent(pooled, tunnel), unpooled: new PlainAgent(unpooled, tunnel) };
  const name = connection.tls.serverName ?? url.hostname.replace(/^\[(.*)\]$/, '$1');
  const check = certificateCheck(connection.tls, name);
  const options = {
    servername: net.isIP(name) === 0 ? name : '', // SNI has no addresses (RFC 6066, 3)
    allowPartialTrustChain: true, // an authority in `ca` needs no root beside it
    checkServerIdentity: (_host: string, certificate: tls.PeerCertificate) =>
      tls.checkServerIdentity(name, certificate),
    ...(connection.tls.ca === undefined ? {} : { ca: connection.tls.ca }),
    ...(login.type === 'certificate' ? { cert: login.cert, key: login.key.reveal() } : {}),
  };
  return {
    pooled: new SecureAgent({ ...pooled, ...options }, check, tunnel),
    unpooled: new SecureAgent({ ...unpooled, ...options }, check, tunnel),
  };
}
