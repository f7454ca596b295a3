import cors from '@fastify/cors';
import { type FastifyInstance } from 'fastify';

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];
const REQUEST_HEADERS = [
  ...['Accept', 'Authorization', 'Content-Type', 'Idempotency-Key', 'If-None-Match', 'Last-Event-ID', 'Prefer'],
  ...['X-Dot-SVM-Name', 'X-Dot-SVM-UUID', 'X-Request-Id'],
];
const RESPONSE_HEADERS = [
  ...['Allow', 'ETag', 'Idempotency-Replayed', 'Link', 'Location', 'Retry-After', 'WWW-Authenticate', 'X-Request-Id'],
];
const MAX_AGE_SECONDS = 600;

/**
 * Lets web pages of these origins read responses (CORS), without cookies. Answers their preflight requests. Pages of
 * other origins get no header of CORS. Does nothing without origins.
 */
export function allowOrigins(server: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allowed = new Set(origins);
  const options = {
    origin: (origin: string | undefined, decide: (error: null, isAllowed: boolean) => void) =>
      decide(null, origin !== undefined && allowed.has(origin)),
    credentials: false,
    methods: METHODS,
    allowedHeaders: REQUEST_HEADERS,
    exposedHeaders: RESPONSE_HEADERS,
    maxAge: MAX_AGE_SECONDS,
    strictPreflight: false,
  };
  // Called and not registered, so that its hook is added now, before those that reject requests.
  cors(server, options, (error) => {
    if (error) throw error;
  });
}
