import { type Caller, type Role, type SourceScope } from '@gateway/core';
import { type FastifyRequest } from 'fastify';

/** Who sent a request, and what they may see and do. */
export interface RequestAccess {
  readonly caller: Caller;
  /** The client's IP address. */
  readonly address: string;
  /** The sources for which the caller has this role or a higher one; `undefined` for all. */
  readonly scope: (role: Role) => SourceScope | undefined;
}

/** The access of every request while the configuration has no access rules. */
const UNRESTRICTED: Omit<RequestAccess, 'address'> = {
  caller: { name: 'anonymous', method: 'none', grants: [{ role: 'admin' }] },
  scope: () => undefined,
};

/** The access of a request. */
export function accessOf({ ip }: FastifyRequest): RequestAccess {
  return { ...UNRESTRICTED, address: ip };
}
