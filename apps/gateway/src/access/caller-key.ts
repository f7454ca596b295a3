import { type FastifyRequest } from 'fastify';

import { addressKey } from '../http/client-address.js';
import { accessOf } from './request-access.js';

/** Whom the limits of a request count for: the caller that has signed in, else the address. */
export function callerKey(request: FastifyRequest): string {
  const { address, caller } = accessOf(request);
  const { method, name } = caller;
  return method === 'none' || method === 'anonymous' ? addressKey(address) : `${method} ${name}`;
}
