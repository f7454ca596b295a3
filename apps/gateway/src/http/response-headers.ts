import { type FastifyReply, type FastifyRequest } from 'fastify';

/**
 * Headers of every answer: which request it belongs to, that its type is meant, that its coding depends on what the client
 * accepts, and that only `/docs` may be cached.
 */
export function setResponseHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply
    .header('x-request-id', request.id)
    .header('x-content-type-options', 'nosniff')
    .header('vary', 'accept-encoding');
  if (!request.url.startsWith('/docs')) reply.header('cache-control', 'no-store');
}
