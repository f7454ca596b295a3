import { callerKeyOf } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { accessOf } from '../access/request-access.js';
import { JSON_TYPE } from '../http/json-type.js';
import { KnownRoutes } from '../http/known-routes.js';
import { pathOf } from '../http/request-facts.js';
import { problemAnswer } from '../http/send-problem.js';
import { asProblem } from '../problems/as-problem.js';
import { Problem } from '../problems/problem.js';
import { Idempotency, type KeptAnswer } from './idempotency.js';

const HEADER = 'idempotency-key';
const MAX_LENGTH = 255;
/** Visible ASCII characters and spaces: all that a header can carry everywhere (RFC 9110, 5.5). */
const KEY_PATTERN = /^[\x20-\x7e]+$/;

/** Answers requests that change something. With an `Idempotency-Key`, a repeated request gets the first answer again. */
@Injectable()
export class RepeatableRequests {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly routes: KnownRoutes,
  ) {}

  /**
   * Carries a request out, sets the status and the headers of the response, and returns its body. `content` is equal for
   * equal requests. Throws what `carryOut` throws, and a `Problem` for an invalid or used key.
   */
  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    content: string,
    carryOut: () => Promise<KeptAnswer>,
  ): Promise<string> {
    const key = keyOf(request);
    if (key === undefined) return send(reply, await carryOut());
    const keyed = { key, caller: callerKeyOf(accessOf(request).caller), content };
    const { isReplayed, ...answer } = await this.idempotency.answer(
      keyed,
      () => carryOut().catch((error: unknown) => this.#problemAnswer(error, request)),
      () => this.#problemAnswer(lostOutcome(), request),
    );
    if (isReplayed) reply.header('idempotency-replayed', 'true');
    return send(reply, answer);
  }

  /** A problem as an answer that can be repeated. Internal errors are thrown: they are logged with the request. */
  #problemAnswer(thrown: unknown, request: FastifyRequest): KeptAnswer {
    const { method, url } = request;
    const problem = asProblem(thrown, { method, path: pathOf(url), unrouted: false }, this.routes);
    if (problem.slug === 'internal') throw thrown;
    return problemAnswer(problem, request);
  }
}

function send(reply: FastifyReply, { body, headers = { 'content-type': JSON_TYPE }, status }: KeptAnswer): string {
  reply.code(status).headers(headers);
  return body;
}

/** Throws a `Problem` if the header is not a key. */
function keyOf({ headers }: FastifyRequest): string | undefined {
  const given = headers[HEADER]?.toString();
  if (given === undefined || (given.length <= MAX_LENGTH && KEY_PATTERN.test(given))) return given;
  const detail = `Idempotency-Key has ${given.length} characters; expected 1 to ${MAX_LENGTH} of printable ASCII`;
  throw new Problem('invalid-parameter', detail, { target: 'Idempotency-Key' });
}

function lostOutcome(): Problem {
  return new Problem('outcome-unknown', 'outcome unknown: the gateway ended before the backend answered');
}
