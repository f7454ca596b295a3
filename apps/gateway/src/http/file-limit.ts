import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { MAX_FILES_SENT } from '../connections/open-files.js';
import { Problem } from '../problems/problem.js';
import { sendProblem } from './send-problem.js';

const RETRY_AFTER_SECONDS = 5;

/**
 * Limits how many files a server sends at the same time, because each is open until its client has taken it. Applies to the
 * routes that are registered later and end with a wildcard, or have `isFile` in their configuration.
 */
export function limitFiles(server: FastifyInstance): void {
  let sending = 0;
  const limit = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (sending >= MAX_FILES_SENT) {
      const detail = `${MAX_FILES_SENT} files are being sent already`;
      sendProblem(new Problem('overloaded', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS }), request, reply);
      return;
    }
    sending += 1;
    reply.raw.once('close', () => (sending -= 1));
    done();
  };
  server.addHook('onRoute', (route) => {
    const { isFile } = (route.config ?? {}) as { readonly isFile?: boolean };
    if (isFile || route.url.endsWith('/*')) route.onRequest = [limit, ...[route.onRequest ?? []].flat()];
  });
}
