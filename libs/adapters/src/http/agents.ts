import http from 'node:http';
import https from 'node:https';
import { type SourceConnection } from '@gateway/core';

const MAX_SOCKETS = 2;
const IDLE_MS = 3_500;

/** The sockets of one source. */
export interface Agents {
  /**
   * For reading: at most two sockets, kept for the next read. Idle ones are dropped before 4 s, since ONTAP closes them
   * after 5 s and a request sent at that moment is lost.
   */
  readonly pooled: http.Agent;
  /** For writing: a new socket each time, at most two at once, so that an idle close cannot lose a write. */
  readonly fresh: http.Agent;
}

/** Agents that trust what the connection says and present its client certificate, if it has one. */
export function createAgents(connection: SourceConnection): Agents {
  const pooled = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS };
  const fresh = { keepAlive: false, maxSockets: MAX_SOCKETS };
  if (!connection.url.startsWith('https:')) return { pooled: new http.Agent(pooled), fresh: new http.Agent(fresh) };
  const { tls, login } = connection;
  const trust = {
    rejectUnauthorized: !tls.insecure,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(login.type === 'certificate' ? { cert: login.cert, key: login.key.reveal() } : {}),
  };
  return { pooled: new https.Agent({ ...pooled, ...trust }), fresh: new https.Agent({ ...fresh, ...trust }) };
}
