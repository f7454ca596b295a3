import { type Caller, includesSource, type Role, ROLES, type SourceScope } from '@gateway/core';
import { type FastifyRequest } from 'fastify';

import { addressKey } from '../http/client-address.js';
import { Problem } from '../problems/problem.js';
import { type SignedIn } from './signed-in.js';

/** Who sent a request, and what they may see and do. */
export interface RequestAccess {
  readonly caller: Caller;
  /** The client's IP address. */
  readonly address: string;
  /** When the login expires, in ms since the epoch; absent if it does not. */
  readonly expiresAt: number | undefined;
  /**
   * The sources for which the caller has this role or a higher one; `undefined` for all. Each call returns the present
   * scope, which changes with the sources of the gateway.
   */
  readonly scope: (role: Role) => SourceScope | undefined;
  /**
   * Calls `end` once when the login is no longer valid: it has expired, or the access rules have changed for it. Returns
   * a function that removes `end`. For responses that stay open, such as watches.
   */
  readonly onEnd: (end: () => void) => () => void;
}

const SIGNED_IN = Symbol('signed in');
type SignedInRequest = FastifyRequest & { [SIGNED_IN]?: SignedIn };

/** Must be called once for every request, before its handler runs. */
export function setSignedIn(request: FastifyRequest, signedIn: SignedIn): void {
  (request as SignedInRequest)[SIGNED_IN] = signedIn;
}

/** The access of a request. Throws a TypeError if the request has not passed the sign-in. */
export function accessOf(request: FastifyRequest): RequestAccess {
  const signedIn = signedInOf(request);
  const { caller, expiresAt, scope } = signedIn;
  return { caller, address: request.ip, expiresAt, scope, onEnd: (end) => signedIn.onEnd(end) };
}

/**
 * The sources that the sender of a request may see now; `undefined` for all. Faster than `accessOf`, and throws as
 * that.
 */
export function viewerScope(request: FastifyRequest): SourceScope | undefined {
  return signedInOf(request).scope('viewer');
}

/**
 * Throws a `Problem` unless the caller has this role or a higher one for a source that they may see, or for any source
 * if none is named. A client without a login gets 401, because a login may help.
 */
export function requireRole(access: RequestAccess, role: Role, source?: string): void {
  const missing = missingRole(access, role, source);
  if (missing) throw missing;
}

/** The problem that `requireRole` throws; `undefined` if the caller has the role. */
export function missingRole({ caller, scope }: RequestAccess, role: Role, source?: string): Problem | undefined {
  const hasRole =
    source === undefined
      ? caller.grants.some((grant) => ROLES.indexOf(grant.role) >= ROLES.indexOf(role))
      : includesSource(scope(role), source);
  if (hasRole) return undefined;
  const where = source === undefined ? '' : ` for the source ${source}`;
  if (caller.method === 'anonymous') return new Problem('unauthorized', `sign in with the role ${role}${where}`);
  return new Problem('forbidden', `${caller.name} needs the role ${role}${where}`);
}

/** Whom the limits of a request count for: the caller that has signed in, else the address. Throws as `accessOf`. */
export function callerKey(request: FastifyRequest): string {
  return signedInOf(request).limitKey ?? addressKey(request.ip);
}

/** The login of a request. Throws a TypeError if the request has not passed the sign-in. */
export function signedInOf(request: FastifyRequest): SignedIn {
  const signedIn = (request as SignedInRequest)[SIGNED_IN];
  if (signedIn === undefined) throw new TypeError('the request has not passed the sign-in');
  return signedIn;
}
