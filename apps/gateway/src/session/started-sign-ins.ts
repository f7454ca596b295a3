import { Clock } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { Access } from '../access/access.js';
import { Problem } from '../problems/problem.js';
import { Cookies, SIGN_IN_COOKIE } from './cookies.js';
import { type SignInSecrets } from './open-id-provider.js';
import { Seal } from './seal.js';

/** How long a user may take to sign in at the provider. */
const MAX_AGE_MS = 600_000;

/** A sign-in at the provider. */
export interface StartedSignIn {
  readonly secrets: SignInSecrets;
  /** The path to go to afterwards. */
  readonly next: string;
}

/** Keeps the sign-ins that were started, each in a sealed cookie of the browser that has started it. */
@Injectable()
export class StartedSignIns {
  readonly #seal = new Seal<StartedSignIn>('sign-in');

  constructor(
    access: Access,
    private readonly cookies: Cookies,
    private readonly clock: Clock,
  ) {
    this.#seal.use(access.rules?.config.sessionKey);
    access.onChange(() => void this.#seal.use(access.rules?.config.sessionKey));
  }

  /** Keeps a sign-in for ten minutes. A browser has one at most. */
  async add(started: StartedSignIn, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const sealed = await this.#seal.close(started, this.clock.now() + MAX_AGE_MS);
    this.cookies.set(SIGN_IN_COOKIE, sealed, MAX_AGE_MS / 1_000, request, reply);
  }

  /** The sign-in of a browser, which is removed. Rejects with a `Problem` if there is none. */
  async take(request: FastifyRequest, reply: FastifyReply): Promise<StartedSignIn> {
    const cookie = this.cookies.read(SIGN_IN_COOKIE, request);
    if (cookie !== undefined) this.cookies.clear(SIGN_IN_COOKIE, request, reply);
    const started = cookie === undefined ? 'unknown' : await this.#seal.open(cookie, this.clock.now());
    if (typeof started !== 'string') return started;
    throw new Problem(
      'sign-in-failed',
      'this browser has started no sign-in within ten minutes; start at /api/session/login',
    );
  }
}
