import { hash, randomUUID } from 'node:crypto';

import { Clock } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

import { Access } from '../access/access.js';
import { type SessionBasis, type SessionLogin } from '../access/access-rules.js';
import { SignInError } from '../access/sign-in-error.js';
import { type SignedIn } from '../access/signed-in.js';
import { Problem } from '../problems/problem.js';
import { Cookies, SESSION_COOKIE } from './cookies.js';
import { checkSameOrigin } from './same-origin.js';
import { Seal } from './seal.js';

/** How long a session lasts. It is renewed when half of this time has passed. */
export const SESSION_MS = 8 * 3_600_000;
/** Sessions that are kept, so that their cookies are not opened again. */
const MAX_SESSIONS = 10_000;
/** Sessions that were ended, about 100 bytes each. */
const MAX_ENDED = 100_000;

/** The content of a session's cookie. */
interface Session extends SessionBasis {
  /** The session is not renewed beyond this time, in ms since the epoch. */
  readonly until: number;
}

interface KnownSession {
  readonly session: Session;
  readonly signedIn: SignedIn;
}

/**
 * The sessions of browsers. A session is in its sealed cookie only, so that each replica with the same key accepts it.
 * Those that have ended are kept in memory, by this replica.
 */
@Injectable()
export class Sessions {
  readonly #seal = new Seal<Session>('session');
  /** By the SHA-256 of their cookies. */
  readonly #known = new LRUCache<string, KnownSession>({ max: MAX_SESSIONS });
  readonly #ended = new LRUCache<string, true>({ max: MAX_ENDED });

  constructor(
    private readonly access: Access,
    private readonly cookies: Cookies,
    private readonly clock: Clock,
  ) {
    this.#seal.use(access.rules?.config.sessionKey);
    access.onChange(() => {
      this.#known.clear();
      const isSame = this.#seal.use(access.rules?.config.sessionKey);
      if (!isSame) access.end(({ method }) => method === 'session');
    });
  }

  /**
   * The login of a request with a session, which it renews; `undefined` without one. Throws or rejects with a
   * `SignInError`, and then removes the cookie, or with a `Problem` for a change from another site.
   */
  signIn(request: FastifyRequest, reply: FastifyReply): SignedIn | Promise<SignedIn> | undefined {
    const cookie = this.cookies.read(SESSION_COOKIE, request);
    if (cookie === undefined) return undefined;
    checkSameOrigin(request);
    const known = this.#known.get(hash('sha256', cookie));
    return known && this.#isCurrent(known) ? known.signedIn : this.#open(cookie, request, reply);
  }

  /** As `signIn`, but returns `undefined` for a session that is not valid. */
  async find(request: FastifyRequest, reply: FastifyReply): Promise<SignedIn | undefined> {
    try {
      return await this.signIn(request, reply);
    } catch (error) {
      if (error instanceof SignInError) return undefined;
      throw error;
    }
  }

  /** Starts a session for a login, until this time in ms at the latest. Rejects with a `Problem`. */
  async start(login: SessionLogin, until: number, request: FastifyRequest, reply: FastifyReply): Promise<SignedIn> {
    const rules = this.access.rules?.fingerprintFor(login) ?? '';
    try {
      return await this.#issue({ id: randomUUID(), login, rules, until }, request, reply);
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      throw new Problem('unauthorized', 'the login has just ended; sign in again');
    }
  }

  /** Ends the session of a request, and its open responses. Throws a `Problem` for a request from another site. */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const cookie = this.cookies.read(SESSION_COOKIE, request);
    if (cookie === undefined) return;
    if (request.headers.authorization === undefined) checkSameOrigin(request);
    this.cookies.clear(SESSION_COOKIE, request, reply);
    const session = await this.#seal.open(cookie, this.clock.now());
    if (typeof session === 'string') return;
    this.#ended.set(session.id, true);
    this.access.end((basis) => basis.method === 'session' && basis.id === session.id);
  }

  #isCurrent({ session, signedIn }: KnownSession): boolean {
    return this.access.isCurrent(signedIn) && !this.#ended.has(session.id) && !this.#isRenewable(session);
  }

  /** True in the second half of a session that can last longer. */
  #isRenewable({ expiresAt, until }: Session): boolean {
    return expiresAt < until && expiresAt - this.clock.now() < SESSION_MS / 2;
  }

  async #open(cookie: string, request: FastifyRequest, reply: FastifyReply): Promise<SignedIn> {
    const { rules } = this.access;
    try {
      const session = await this.#seal.open(cookie, this.clock.now());
      if (typeof session === 'string') throw new SignInError(session, 'session');
      if (this.#ended.has(session.id)) throw new SignInError('expired', 'session');
      const signedIn = this.access.login({ method: 'session', ...session }, 'session');
      if (this.#isRenewable(session)) return await this.#issue(session, request, reply);
      if (this.access.rules === rules) this.#known.set(hash('sha256', cookie), { session, signedIn });
      return signedIn;
    } catch (error) {
      if (error instanceof SignInError) this.cookies.clear(SESSION_COOKIE, request, reply);
      throw error;
    }
  }

  /** Sets the cookie of a session that lasts from now on. */
  async #issue(content: Omit<Session, 'expiresAt'>, request: FastifyRequest, reply: FastifyReply): Promise<SignedIn> {
    const now = this.clock.now();
    const session = { ...content, expiresAt: Math.min(now + SESSION_MS, content.until) };
    const signedIn = this.access.login({ method: 'session', ...session }, 'session');
    const sealed = await this.#seal.close(session, session.expiresAt);
    const maxAge = Math.ceil((session.expiresAt - now) / 1_000);
    if (this.cookies.set(SESSION_COOKIE, sealed, maxAge, request, reply)) return signedIn;
    throw new Problem('forbidden', 'the name and the roles of the login are too long for a session');
  }
}
