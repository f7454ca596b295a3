import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { type HeaderValues, type SecurityHeaders } from './security-headers.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** The headers of every response that do not depend on the request. */
    readonly fixedHeaders: FixedHeaders;
  }
}

/** The fixed headers by the kind of path. */
interface FixedHeaders {
  readonly api: HeaderValues;
  readonly docs: HeaderValues;
  /** For routes of the web page, in place of those of the API. */
  readonly page: HeaderValues;
}

/** Gives a server its fixed headers: no caching except under `/docs`, and a coding that varies with `Accept-Encoding`. */
export function prepareResponseHeaders(server: FastifyInstance, { api, docs, page }: SecurityHeaders): void {
  const vary = { vary: 'accept-encoding' };
  server.decorate('fixedHeaders', {
    api: { ...api, ...vary, 'cache-control': 'no-store' },
    docs: { ...docs, ...vary },
    page: { ...page, ...vary },
  });
}

/** Sets the headers of every response, once: the request id and the fixed ones. */
export function setResponseHeaders(request: FastifyRequest, reply: FastifyReply): void {
  if (reply.hasHeader('x-request-id')) return;
  const { api, docs } = request.server.fixedHeaders;
  reply.header('x-request-id', request.id).headers(request.url.startsWith('/docs') ? docs : api);
}
