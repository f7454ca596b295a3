import { hash } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';

import { type Credentials, readCredentials, rejectRepeated } from './credentials.js';

/** Headers that are kept of a connection: a proxy sends those of several clients over one. */
const MAX_HEADERS = 4;
/** Longer headers are read each time. */
const MAX_LENGTH = 2_048;

/** Credentials with the SHA-256 of their secret, as 64 lower-case hex digits. */
export interface HashedCredentials extends Credentials {
  readonly sha256: string;
}

/**
 * Reads and hashes the credentials of requests. A client that keeps its connection sends the same header again and
 * again, so those of a connection are kept with it, and no longer.
 */
export class ConnectionCredentials {
  /** By the text of the header. The lookup compares hashes first, so its time shows nothing of the kept texts. */
  readonly #known = new WeakMap<Socket, Map<string, HashedCredentials>>();

  /** Returns `undefined` without an `Authorization` header. Throws a `SignInError` as `readCredentials`. */
  of(request: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'socket'>): HashedCredentials | undefined {
    const { authorization } = request.headers;
    if (authorization === undefined) return undefined;
    rejectRepeated(request.rawHeaders);
    const ofConnection = this.#ofConnection(request.socket);
    const known = ofConnection.get(authorization);
    if (known !== undefined) return known;
    const credentials = readCredentials(authorization);
    const hashed = { ...credentials, sha256: hash('sha256', credentials.secret) };
    if (authorization.length > MAX_LENGTH) return hashed;
    if (ofConnection.size >= MAX_HEADERS) ofConnection.clear();
    ofConnection.set(authorization, hashed);
    return hashed;
  }

  #ofConnection(socket: Socket): Map<string, HashedCredentials> {
    const known = this.#known.get(socket);
    if (known !== undefined) return known;
    const headers = new Map<string, HashedCredentials>();
    this.#known.set(socket, headers);
    return headers;
  }
}
