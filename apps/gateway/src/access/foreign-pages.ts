import { isIP } from 'node:net';

import { Config } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

import { ownOrigin, READING } from '../http/own-origin.js';
import { Problem } from '../problems/problem.js';

const MAX_HOSTS = 100;

/** Recognises requests that a browser sends for a page of another site, with rights that the page does not have. */
@Injectable()
export class ForeignPages {
  readonly #foreign = new LRUCache<string, boolean>({ max: MAX_HOSTS });

  constructor(private readonly config: Config) {}

  /**
   * The problem of a request to a domain, for a gateway on which everybody is an admin: the owner of any domain can let
   * its name point to this machine, and its pages then have the gateway's own origin (DNS rebinding). Names without a
   * dot, and addresses, belong to no stranger; a trusted proxy is responsible for its names.
   */
  hostProblem({ headers: { host } }: FastifyRequest): Problem | undefined {
    if (host === undefined || this.config.server.trustedProxies.length > 0) return undefined;
    let isForeign = this.#foreign.get(host);
    if (isForeign === undefined) this.#foreign.set(host, (isForeign = isDomain(host)));
    if (!isForeign) return undefined;
    const detail =
      'expected localhost or an address in the Host header, because there are no access rules, ' +
      `got ${JSON.stringify(host.slice(0, 100))}`;
    return new Problem('foreign-host', detail, { target: 'Host' });
  }

  /**
   * The problem of a change that a page of another origin sends without a bearer token: browsers add Basic
   * authentication and certificates by themselves. Sessions have a stricter check of their own.
   */
  originProblem(request: FastifyRequest): Problem | undefined {
    const { authorization, origin } = request.headers;
    if (origin === undefined || READING.includes(request.method) || /^bearer /i.test(authorization ?? ''))
      return undefined;
    const own = ownOrigin(request);
    if (origin === own || this.config.server.allowedOrigins.includes(origin)) return undefined;
    const detail = `expected the Origin ${own}, got ${JSON.stringify(origin.slice(0, 100))}; a script sends a bearer token`;
    return new Problem('cross-site-request', detail);
  }
}

function isDomain(host: string): boolean {
  const name = host
    .replace(/:\d*$/, '')
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  return name.includes('.') && isIP(name) === 0 && !name.endsWith('.localhost');
}
