import { Clock, type JwtRules } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify } from 'jose';

import { Access } from './access.js';
import { JWT_TOLERANCE_SECONDS, type LoginBasis } from './access-rules.js';
import { readClaims } from './claims.js';
import { ProviderKeys } from './provider-keys.js';
import { type FailureReason, type PresentedBy, SignInError } from './sign-in-error.js';

/** Only algorithms with a public key (RFC 7518, 3.1; RFC 8037; RFC 9864): a key set then cannot be used as a secret. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
/** The last time that a date can have, in seconds since the epoch (ECMA-262, 21.4.1.1). */
const MAX_EXPIRY = 8.64e12;
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Verifies JSON Web Tokens (RFC 7519) of the configured provider. */
@Injectable()
export class JsonWebTokens {
  constructor(
    private readonly access: Access,
    private readonly keys: ProviderKeys,
    private readonly clock: Clock,
  ) {}

  /** True if JSON Web Tokens are accepted and the text looks like one. */
  mayBe(text: string): boolean {
    return this.access.rules?.config.jwt !== undefined && COMPACT.test(text);
  }

  /**
   * Verifies the signature, `iss`, `aud`, `exp` and `nbf`. Rejects with a `SignInError`, or with a `Problem` if the
   * keys of the provider are not available.
   */
  async verify(token: string, by: PresentedBy): Promise<LoginBasis> {
    const { rules } = this.access;
    const jwt = rules?.config.jwt;
    if (!rules || !jwt) throw new SignInError('unknown', by);
    const payload = await this.#payload(token, jwt, by);
    const read = readClaims(payload, jwt);
    if (read === undefined || payload.exp === undefined || payload.exp > MAX_EXPIRY)
      throw new SignInError('claims', by);
    return { method: 'jwt', ...read, expiresAt: payload.exp * 1_000, verification: rules.verification };
  }

  async #payload(token: string, { audience, issuer }: JwtRules, by: PresentedBy): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, (header, jws) => this.keys.key(header, jws), {
        algorithms: ALGORITHMS,
        issuer,
        audience,
        requiredClaims: ['exp'],
        clockTolerance: JWT_TOLERANCE_SECONDS,
        currentDate: new Date(this.clock.now()),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new SignInError(reasonOf(error), by);
      throw error;
    }
  }
}

function reasonOf(error: errors.JOSEError): FailureReason {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return 'claims';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return 'key';
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return 'algorithm';
  return 'malformed';
}
