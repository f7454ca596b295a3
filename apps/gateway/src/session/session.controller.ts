import { Clock } from '@gateway/core';
import { Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { Access } from '../access/access.js';
import { Public } from '../access/route-access.js';
import { SignIn } from '../access/sign-in.js';
import { type SignedIn } from '../access/signed-in.js';
import { checkEmptyBody } from '../http/request-body.js';
import { queryOf } from '../http/request-facts.js';
import { Problem } from '../problems/problem.js';
import { parseParameters } from '../query/query-parameters.js';
import { OpenIdProvider } from './open-id-provider.js';
import { DescribeEnd, DescribeSession, DescribeStart } from './session.openapi.js';
import { SESSION_METHODS, type SessionRecord } from './session.schema.js';
import { Sessions } from './sessions.js';

/** No session lasts longer, even if it is used all the time. */
const MAX_TOTAL_MS = 7 * 86_400_000;

/** Signs browsers in and out. */
@ApiTags('access')
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly logins: SignIn,
    private readonly provider: OpenIdProvider,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @Public()
  @DescribeStart()
  async start(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionRecord> {
    parseParameters(queryOf(request.url), []);
    checkEmptyBody(request.body);
    const { basis, expiresAt } = await this.#bearer(request, reply);
    const until = Math.min(expiresAt ?? Infinity, this.clock.now() + MAX_TOTAL_MS);
    if (basis?.method === 'jwt') {
      const { verification: _, ...login } = basis;
      return this.#record(await this.sessions.start(login, until, request, reply));
    }
    if (basis?.method !== 'token') throw new Problem('unauthorized', 'a session needs a token that the gateway knows');
    return this.#record(await this.sessions.start(basis, until, request, reply));
  }

  @Get()
  @Public()
  @DescribeSession()
  async get(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionRecord> {
    parseParameters(queryOf(request.url), []);
    return this.#record(await this.sessions.find(request, reply));
  }

  @Delete()
  @Public()
  @DescribeEnd()
  async end(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionRecord> {
    parseParameters(queryOf(request.url), []);
    checkEmptyBody(request.body);
    await this.sessions.end(request, reply);
    return this.#record(undefined);
  }

  /** Browsers repeat the login of Basic authentication by themselves, also for pages of other sites. */
  #bearer(request: FastifyRequest, reply: FastifyReply): SignedIn | Promise<SignedIn> {
    if (/^bearer /i.test(request.headers.authorization ?? '')) return this.logins.of(request, reply);
    throw new Problem('unauthorized', 'send a token as a bearer token in the Authorization header');
  }

  #record(signedIn: SignedIn | undefined): SessionRecord {
    const { isOffered } = this.provider;
    const _links = isOffered ? { login: { href: '/api/session/login' } } : {};
    const methods = SESSION_METHODS.filter((method) => (method === 'token' ? this.access.rules : isOffered));
    if (signedIn === undefined) return { signed_in: false, methods, _links };
    const { caller, expiresAt } = signedIn;
    return {
      signed_in: true,
      methods,
      name: caller.name,
      ...(expiresAt !== undefined && { expires_time: new Date(expiresAt).toISOString() }),
      _links,
    };
  }
}
