import { isIP } from 'node:net';

import { type FastifyInstance } from 'fastify';

import { Problem } from '../problems/problem.js';
import { sendProblem } from './send-problem.js';

/**
 * Rejects requests of trusted proxies without an IP address for their client: limits, logs and audit would have a wrong
 * one. Does nothing without such proxies.
 */
export function checkForwardedAddresses(server: FastifyInstance, trustedProxies: readonly string[]): void {
  if (trustedProxies.length === 0) return;
  server.addHook('onRequest', (request, reply, done) => {
    if (isIP(request.ip) !== 0) {
      done();
      return;
    }
    const detail = `expected IP addresses without ports in X-Forwarded-For, got ${JSON.stringify(request.ip.slice(0, 60))}`;
    sendProblem(new Problem('malformed-request', detail, { target: 'X-Forwarded-For' }), request, reply);
  });
}
