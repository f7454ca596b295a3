/** Limits of the connections of clients. */
export interface ConnectionLimits {
  /** A request, with its headers and its body, must arrive within this time. */
  readonly requestMs: number;
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
   * How many requests may wait for the responses before them, on all connections together. Above it, the connection with the
   * most of them is closed.
   */
  readonly waiting: number;
}

/**
 * The limits of the gateway. Proxies keep idle connections for 60 s: the gateway keeps them longer, so that no request is
 * sent on a connection that it is closing.
 */
export const CONNECTION_LIMITS: ConnectionLimits = {
  requestMs: 30_000,
  checkMs: 1_000,
  idleMs: 72_000,
  responseMs: 30_000,
  responseBytesPerSecond: 10_000,
  unsentBytes: 256 * 1024 * 1024,
  waitingPerConnection: 100,
  unreadAfter: 2_000,
  waiting: 10_000,
};
