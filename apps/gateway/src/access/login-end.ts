import { type FastifyReply, type FastifyRequest } from 'fastify';

import { onceClosed } from '../http/closed-signal.js';
import { accessOf } from './request-access.js';

/** A signal that aborts when the login of a request ends while its response is open. */
export function loginEnd(request: FastifyRequest, { raw }: FastifyReply): AbortSignal {
  const ended = new AbortController();
  onceClosed(
    raw,
    accessOf(request).onEnd(() => ended.abort()),
  );
  return ended.signal;
}
