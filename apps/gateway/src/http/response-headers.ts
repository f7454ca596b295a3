import { type FastifyReply, type FastifyRequest } from 'fastify';

/**
 * Sets the headers of every response: the request id, no content sniffing, a coding that varies with `Accept-Encoding`, and
 * no caching except under `/docs`.
 */
export function setResponseHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply
    .header('x-request-id', request.id)
    .header('x-content-type-options', 'nosniff')
    .header('vary', 'accept-encoding');
  if (!request.url.startsWith('/docs')) reply.header('cache-control', 'no-store');
}
