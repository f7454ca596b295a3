import { Clock } from '@gateway/core';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { type ReadClaims } from '../access/claims.js';
import { FailedSignIns } from '../access/failed-sign-ins.js';
import { Public } from '../access/route-access.js';
import { SignInError } from '../access/sign-in-error.js';
import { ownOrigin } from '../http/own-origin.js';
import { queryOf } from '../http/request-facts.js';
import { Problem } from '../problems/problem.js';
import { parseParameters } from '../query/query-parameters.js';
import { OpenIdProvider, type SignInSecrets } from './open-id-provider.js';
import { readReturnPath } from './return-path.js';
import { DescribeCallback, DescribeLogin } from './session.openapi.js';
import { SESSION_MS, Sessions } from './sessions.js';
import { StartedSignIns } from './started-sign-ins.js';

const CALLBACK_PATH = '/api/session/callback';

/** Signs browsers in through the OpenID provider. */
@ApiTags('access')
@Controller('api/session')
export class ProviderSignInController {
  constructor(
    private readonly provider: OpenIdProvider,
    private readonly started: StartedSignIns,
    private readonly sessions: Sessions,
    private readonly failures: FailedSignIns,
    private readonly clock: Clock,
  ) {}

  @Get('login')
  @Public()
  @DescribeLogin()
  async login(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const next = readReturnPath(parseParameters(queryOf(request.url), ['next']).get('next') ?? '/');
    const { secrets, url } = await this.provider.begin(ownOrigin(request) + CALLBACK_PATH);
    await this.started.add({ secrets, next }, request, reply);
    redirect(reply, url);
  }

  /** Accepts any parameters, because providers may add some (RFC 6749, 4.1.2). */
  @Get('callback')
  @Public()
  @DescribeCallback()
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.failures.check(request.ip);
    const { next, secrets } = await this.started.take(request, reply);
    const read = await this.#complete(request, secrets);
    // The provider's own token is valid for minutes, and no longer needed. Its claims are read again after the session.
    const expiresAt = this.clock.now() + SESSION_MS;
    await this.sessions.start({ method: 'jwt', ...read, expiresAt }, expiresAt, request, reply);
    redirect(reply, next);
  }

  async #complete(request: FastifyRequest, secrets: SignInSecrets): Promise<ReadClaims> {
    const url = new URL(`${ownOrigin(request)}${CALLBACK_PATH}?${queryOf(request.url)}`);
    try {
      return await this.provider.complete(url, secrets);
    } catch (error) {
      const isRejected = error instanceof Problem && error.slug === 'sign-in-failed';
      if (isRejected) this.failures.note(new SignInError('unknown', 'provider'), request.ip);
      throw error;
    }
  }
}

/** To be followed by GET (RFC 9110, 15.4.4). */
function redirect(reply: FastifyReply, url: string): void {
  void reply.code(303).header('location', url).send();
}
