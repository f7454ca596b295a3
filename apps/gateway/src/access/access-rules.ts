import { hash, timingSafeEqual } from 'node:crypto';

import {
  type AccessConfig,
  type Caller,
  canonicalSubject,
  type Grant,
  type JwtRules,
  type TokenRule,
} from '@gateway/core';

import { type FailureReason } from './sign-in-error.js';

/** By how much the clocks of the provider and the gateway may differ, in seconds. */
export const JWT_TOLERANCE_SECONDS = 30;

/** What a caller has proved, in a form that new access rules can be applied to. It holds no credentials. */
export type LoginBasis =
  /** The SHA-256 of the token as 64 lower-case hex digits. */
  | { readonly method: 'token'; readonly sha256: string }
  | ({ readonly method: 'jwt' } & JwtBasis)
  /** The subject of a verified certificate; see `canonicalSubject`. */
  | { readonly method: 'certificate'; readonly subject: string }
  | ({ readonly method: 'session' } & SessionBasis)
  | { readonly method: 'anonymous' };

/** What was read from a verified JSON Web Token. */
export interface JwtBasis {
  readonly name: string;
  /** The claims that give roles. */
  readonly claims: readonly string[];
  /** In ms since the epoch. */
  readonly expiresAt: number;
  /** The `verification` of the rules that it was verified with. */
  readonly verification: string;
}

/** The login that a session was started with. */
export type SessionLogin =
  { readonly method: 'token'; readonly sha256: string } | ({ readonly method: 'jwt' } & Omit<JwtBasis, 'verification'>);

/** What a session proves. */
export interface SessionBasis {
  readonly id: string;
  readonly login: SessionLogin;
  /** See `AccessRules.fingerprintFor`: the session is not valid under other rules. */
  readonly rules: string;
  /** In ms since the epoch. */
  readonly expiresAt: number;
}

/** A caller, and when the login expires, in ms since the epoch; absent if it does not. */
export interface Identity {
  readonly caller: Caller;
  readonly expiresAt?: number;
}

/** Decides who a caller is. */
export class AccessRules {
  readonly #tokens: readonly { readonly digest: Buffer; readonly rule: TokenRule }[];
  readonly #certificates: readonly {
    readonly subject: string | undefined;
    readonly rule: AccessConfig['certificates'][number];
  }[];
  /** Equal for rules that accept the same tokens and read the same claims. */
  readonly verification: string;

  constructor(readonly config: AccessConfig) {
    this.#tokens = config.tokens.map((rule) => ({ digest: Buffer.from(rule.sha256, 'hex'), rule }));
    this.#certificates = config.certificates.map((rule) => ({ subject: canonicalSubject(rule.subject), rule }));
    this.verification = config.jwt ? verificationOf(config.jwt) : '';
  }

  /** The caller of a basis at a time in ms since the epoch, or why there is none. */
  identify(basis: LoginBasis, now: number): Identity | FailureReason {
    switch (basis.method) {
      case 'anonymous':
        return this.config.anonymous
          ? { caller: { name: 'anonymous', method: 'anonymous', grants: [this.config.anonymous] } }
          : 'missing';
      case 'token':
        return this.#token(basis.sha256, now);
      case 'jwt':
        return this.#jwt(basis, now);
      case 'certificate':
        return this.#certificate(basis.subject);
      case 'session':
        return this.#session(basis, now);
      default:
        return basis satisfies never;
    }
  }

  /** Equal for rules that give a login the same name and the same roles; those of JSON Web Tokens count as a whole. */
  fingerprintFor(login: SessionLogin): string {
    const rules: readonly unknown[] =
      login.method === 'token'
        ? this.#tokenRules(login.sha256).map((rule) => [rule.name, ...textsOf(rule)])
        : [this.verification, ...(this.config.jwt?.roles ?? []).map((rule) => [rule.claim, ...textsOf(rule)])];
    return hash('sha256', JSON.stringify(rules), 'base64url');
  }

  /** Compares the digest with those of all tokens, in a time that does not depend on them. */
  #tokenRules(sha256: string): readonly TokenRule[] {
    const digest = Buffer.from(sha256, 'hex');
    return this.#tokens.filter((token) => timingSafeEqual(token.digest, digest)).map(({ rule }) => rule);
  }

  #token(sha256: string, now: number): Identity | FailureReason {
    const matching = this.#tokenRules(sha256);
    const [first] = matching;
    if (first === undefined) return 'unknown';
    const valid = matching.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);
    if (valid.length === 0) return 'expired';
    const expiresAt = Math.min(...valid.map((rule) => rule.expiresAt ?? Infinity));
    const caller: Caller = { name: first.name, method: 'token', grants: valid.map(grantOf) };
    return { caller, ...(expiresAt < Infinity && { expiresAt }) };
  }

  #jwt({ claims, expiresAt, name, verification }: JwtBasis, now: number): Identity | FailureReason {
    const { jwt } = this.config;
    if (!jwt || verification !== this.verification) return 'unknown';
    if (expiresAt + JWT_TOLERANCE_SECONDS * 1_000 <= now) return 'expired';
    const grants = jwt.roles.filter(({ claim }) => claims.includes(claim)).map(grantOf);
    return { caller: { name, method: 'jwt', grants }, expiresAt };
  }

  #session({ expiresAt, login, rules }: SessionBasis, now: number): Identity | FailureReason {
    if (expiresAt <= now) return 'expired';
    if (this.fingerprintFor(login) !== rules) return 'unknown';
    const identity = this.identify(
      login.method === 'token' ? login : { ...login, verification: this.verification },
      now,
    );
    if (typeof identity === 'string') return identity;
    return {
      caller: { ...identity.caller, method: 'session', login: login.method },
      expiresAt: Math.min(expiresAt, identity.expiresAt ?? Infinity),
    };
  }

  #certificate(subject: string): Identity | FailureReason {
    const matching = this.#certificates.filter((each) => each.subject === subject).map(({ rule }) => rule);
    const [first] = matching;
    if (first === undefined) return 'unknown';
    return { caller: { name: first.subject, method: 'certificate', grants: matching.map(grantOf) } };
  }
}

function textsOf({ role, sources }: Grant): readonly (string | undefined)[] {
  return [role, sources?.text];
}

function grantOf({ role, sources }: Grant): Grant {
  return { role, ...(sources && { sources }) };
}

function verificationOf({ audience, issuer, keys, nameClaim, rolesClaim }: JwtRules): string {
  return JSON.stringify([issuer, audience, keys, nameClaim, rolesClaim]);
}
