import { type Limits } from '@gateway/core';

/** Limits of the connections of clients. */
export interface ConnectionLimits {
  /** A request, with its headers and its body, must arrive within this time. */
  readonly requestMs: number;
  /** A TLS handshake must be complete within this time. */
  readonly handshakeMs: number;
  /** The largest URL of a request, and the URL and its headers together. */
  readonly urlBytes: number;
  readonly headerBytes: number;
  /** The largest number of headers of a request. */
  readonly headers: number;
  /** How many connections may be open, of which the limit of open files may allow fewer. */
  readonly connections: number;
  /** How many connections of one address may be open; absent if there is no limit. */
  readonly connectionsPerAddress?: number;
  /** How often the time limits of requests and responses are checked. */
  readonly checkMs: number;
  /** A connection is closed after this time without a request. */
  readonly idleMs: number;
  /** A client must take a response within this time, plus the time for its bytes at `responseBytesPerSecond`. */
  readonly responseMs: number;
  readonly responseBytesPerSecond: number;
  /** How many bytes of complete responses may wait for clients to take them, on all connections together. */
  readonly unsentBytes: number;
  /** A connection with this many waiting requests is read only once in each check, until they have their responses. */
  readonly waitingPerConnection: number;
  /** A connection with this many waiting requests is not read at all. */
  readonly unreadAfter: number;
  /**
   * How many requests may wait for the responses before them, on all connections together. Above it, the connection
   * with the most of them is closed.
   */
  readonly waiting: number;
}

/**
 * The limits of the gateway, with the defaults of those that can be configured. Proxies keep idle connections for 60 s:
 * the gateway keeps them longer, so that no request is sent on a connection that it is closing.
 */
export const CONNECTION_LIMITS: ConnectionLimits = {
  requestMs: 30_000,
  handshakeMs: 10_000,
  urlBytes: 16 * 1024,
  headerBytes: 32 * 1024,
  headers: 100,
  connections: 10_000,
  checkMs: 1_000,
  idleMs: 72_000,
  responseMs: 30_000,
  responseBytesPerSecond: 10_000,
  unsentBytes: 256 * 1024 * 1024,
  waitingPerConnection: 100,
  unreadAfter: 2_000,
  waiting: 10_000,
};

/** The limits of the gateway with the configured ones. */
export function connectionLimits(limits: Limits): ConnectionLimits {
  const { connections, connectionsPerAddress, headerBytes, requestMs, urlBytes } = limits;
  return {
    ...CONNECTION_LIMITS,
    ...{ connections, headerBytes, requestMs, urlBytes },
    ...(connectionsPerAddress !== undefined && { connectionsPerAddress }),
  };
}
