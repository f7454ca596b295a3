import { Config } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest, type HookHandlerDoneFunction } from 'fastify';
import { LRUCache } from 'lru-cache';

import { addressKey } from '../http/client-address.js';
import { foreignHostProblem, foreignPageProblem } from '../http/foreign-pages.js';
import { sendProblem } from '../http/send-problem.js';
import { Problem } from '../problems/problem.js';
import { Access } from './access.js';
import { ConnectionCredentials, type HashedCredentials } from './connection-credentials.js';
import { FailedSignIns } from './failed-sign-ins.js';
import { JsonWebTokens } from './json-web-tokens.js';
import { PeerCertificates } from './peer-certificates.js';
import { setSignedIn, signedInOf } from './request-access.js';
import { routeAccessOf } from './route-access.js';
import { SignInError } from './sign-in-error.js';
import { SignedIn } from './signed-in.js';

/** Logins that are kept, so that their credentials are not checked again. */
const MAX_LOGINS = 10_000;
/** Addresses that are kept of each login. */
const MAX_ADDRESSES = 100;

const CHOICES = 'send a bearer token, or a token as the password of Basic authentication';

/** A login, and the address groups that it was used from. */
interface KnownLogin {
  readonly signedIn: SignedIn;
  readonly groups: Set<string>;
}

/**
 * A further way to sign in, such as a cookie, which it may replace in the response. Returns `undefined` for a request
 * without its credentials. Throws or rejects with a `SignInError` for credentials that are not valid, or with a
 * `Problem`. Called for each request without an `Authorization` header, so it must be fast.
 */
export type SignInMethod = (request: FastifyRequest, reply: FastifyReply) => SignedIn | Promise<SignedIn> | undefined;

/** Signs the sender of every request in before anything else is done for it. */
@Injectable()
export class SignIn {
  readonly #methods: SignInMethod[] = [];
  readonly #credentials = new ConnectionCredentials();
  /** By the SHA-256 of their credentials. */
  readonly #known = new LRUCache<string, KnownLogin>({ max: MAX_LOGINS });
  #anonymous: SignedIn | undefined;

  constructor(
    private readonly access: Access,
    private readonly tokens: JsonWebTokens,
    private readonly certificates: PeerCertificates,
    private readonly failures: FailedSignIns,
    private readonly config: Config,
  ) {
    access.onChange(() => this.forget());
  }

  /** Adds a way to sign in, which is tried after the `Authorization` header and before certificates. */
  add(method: SignInMethod): void {
    this.#methods.push(method);
  }

  /** Checks all credentials again when they are next used. */
  forget(): void {
    this.#known.clear();
    this.#anonymous = undefined;
  }

  /** The `onRequest` hook: gives the request its access, or refuses it. */
  handle(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
    const foreign = this.#foreignProblem(request);
    if (foreign !== undefined) return sendProblem(foreign, request, reply);
    if (this.access.rules === undefined) return this.#admit(this.access.everybody, request, done);
    const route = routeAccessOf(request);
    if (route === 'public') return this.#admit(this.access.notSignedIn, request, done);
    const admit = (signedIn: SignedIn): void => {
      if (route === 'role' && signedIn.caller.grants.length === 0) sendProblem(withoutRole(signedIn), request, reply);
      else this.#admit(signedIn, request, done);
    };
    try {
      const signedIn = this.of(request, reply);
      if (signedIn instanceof SignedIn) admit(signedIn);
      else signedIn.then(admit).catch((error: unknown) => this.#refuse(error, request, reply, done));
    } catch (error) {
      this.#refuse(error, request, reply, done);
    }
  }

  /** Refuses a request whose login has ended while its body arrived, which its client may delay. */
  handleBody(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
    const signedIn = signedInOf(request);
    if (signedIn === this.access.notSignedIn || this.access.isValid(signedIn)) return done();
    sendProblem(new Problem('unauthorized', `the login has ended; ${CHOICES}`), request, reply);
  }

  /**
   * The login of a request. Throws or rejects with a `Problem`; a failed login counts. For `handle`, and for routes that
   * turn credentials into others.
   */
  of(request: FastifyRequest, reply: FastifyReply): SignedIn | Promise<SignedIn> {
    try {
      const signedIn = this.#bySent(request, reply);
      return signedIn instanceof Promise
        ? signedIn.catch((error: unknown) => {
            throw this.#problemOf(error, request);
          })
        : signedIn;
    } catch (error) {
      throw this.#problemOf(error, request);
    }
  }

  /** Behind a proxy, which decides who reaches the gateway, any `Host` is possible. */
  #foreignProblem(request: FastifyRequest): Problem | undefined {
    const { allowedOrigins, trustedProxies } = this.config.server;
    const isForThisMachine = this.access.rules === undefined && trustedProxies.length === 0;
    return (isForThisMachine ? foreignHostProblem(request) : undefined) ?? foreignPageProblem(request, allowedOrigins);
  }

  #bySent(request: FastifyRequest, reply: FastifyReply): SignedIn | Promise<SignedIn> {
    const credentials = this.#credentials.of(request.raw);
    if (credentials !== undefined) return this.#bySecret(credentials, request);
    for (const method of this.#methods) {
      const signedIn = method(request, reply);
      if (signedIn !== undefined) return signedIn;
    }
    const subject = this.certificates.subjectOf(request.raw.socket);
    if (subject !== undefined) return this.#byCertificate(subject, request);
    this.#anonymous ??= this.access.login({ method: 'anonymous' }, 'nothing');
    return this.#anonymous;
  }

  #bySecret({ by, secret, sha256 }: HashedCredentials, request: FastifyRequest): SignedIn | Promise<SignedIn> {
    const known = this.#usable(sha256, request.ip);
    if (known !== undefined) return known;
    this.failures.check(request.ip);
    try {
      return this.#keep(sha256, this.access.login({ method: 'token', sha256 }, by), request.ip);
    } catch (error) {
      const { rules } = this.access;
      if (!(error instanceof SignInError) || error.reason !== 'unknown' || !rules || !this.tokens.mayBe(secret)) {
        throw error;
      }
      return this.tokens.verify(secret, by).then((basis) => {
        const signedIn = this.access.login(basis, by);
        return this.access.rules === rules ? this.#keep(sha256, signedIn, request.ip) : signedIn;
      });
    }
  }

  #byCertificate(subject: string, request: FastifyRequest): SignedIn {
    const key = `certificate ${subject}`;
    const known = this.#usable(key, request.ip);
    if (known !== undefined) return known;
    this.failures.check(request.ip);
    return this.#keep(key, this.access.login({ method: 'certificate', subject }, 'certificate'), request.ip);
  }

  /** A known login. While its address is blocked, only one that was used from there before. */
  #usable(key: string, address: string): SignedIn | undefined {
    const known = this.#known.get(key);
    if (known === undefined) return undefined;
    if (!this.access.isCurrent(known.signedIn)) {
      this.#known.delete(key);
      return undefined;
    }
    const group = addressKey(address);
    if (known.groups.has(group)) return known.signedIn;
    this.failures.check(address);
    if (known.groups.size < MAX_ADDRESSES) known.groups.add(group);
    return known.signedIn;
  }

  #keep(key: string, signedIn: SignedIn, address: string): SignedIn {
    this.#known.set(key, { signedIn, groups: new Set([addressKey(address)]) });
    return signedIn;
  }

  #admit(signedIn: SignedIn, request: FastifyRequest, done: HookHandlerDoneFunction): void {
    setSignedIn(request, signedIn);
    done();
  }

  #refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
    if (error instanceof Problem) sendProblem(error, request, reply);
    else done(error as Error);
  }

  /** The problem of a failed sign-in, which it counts. Any other error is returned as it is. */
  #problemOf(error: unknown, request: FastifyRequest): unknown {
    if (!(error instanceof SignInError)) return error;
    this.failures.note(error, request.ip);
    const detail = error.reason === 'missing' ? 'a login is needed' : 'the login is not valid, or no longer valid';
    return new Problem('unauthorized', `${detail}; ${CHOICES}`);
  }
}

function withoutRole({ caller }: SignedIn): Problem {
  return new Problem('forbidden', `${caller.name} is signed in, but has no role here; viewer is the least one`);
}
