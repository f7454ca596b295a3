/** The access rules, as they are configured. */

import { type Grant } from './access.js';
import { type Secret } from './secret.js';

/** Who may use the gateway. Rules for the same token, claim or certificate add up. */
export interface AccessConfig {
  /** What clients without a login may do; absent for nothing. */
  readonly anonymous?: Grant;
  readonly tokens: readonly TokenRule[];
  readonly jwt?: JwtRules;
  readonly certificates: readonly CertificateRule[];
  /** Seals the sessions of browsers; absent for a key that each start of the gateway makes anew. */
  readonly sessionKey?: Secret;
}

/** A token that the gateway knows by its SHA-256. */
export interface TokenRule extends Grant {
  readonly name: string;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  /** The token is not valid from this time on, in ms since the epoch. */
  readonly expiresAt?: number;
}

/** Which JSON Web Tokens (RFC 7519) are accepted, and which roles they give. */
export interface JwtRules {
  /** The exact value of `iss`. */
  readonly issuer: string;
  /** A value of `aud`. */
  readonly audience: string;
  /**
   * The keys of the provider: the text of a JSON Web Key Set (RFC 7517), the URL of one, or that in the issuer's
   * discovery document.
   */
  readonly keys:
    | { readonly from: 'file'; readonly text: string }
    | { readonly from: 'url'; readonly url: string }
    | { readonly from: 'discovery' };
  /** Paths of claims; see `claimAt`. */
  readonly nameClaim: string;
  readonly rolesClaim: string;
  readonly roles: readonly (Grant & { readonly claim: string })[];
  /** What the gateway is for the provider; absent if browsers cannot sign in through it. */
  readonly client?: ProviderClient;
}

/** The gateway as a client of an OpenID provider. */
export interface ProviderClient {
  readonly id: string;
  /** Absent for a public client. */
  readonly secret?: Secret;
  /** Names with spaces between; has `openid`. */
  readonly scope: string;
}

/** A client certificate. */
export interface CertificateRule extends Grant {
  /** The whole subject as a text of RFC 4514, such as `CN=portal,O=Example`; the order of its parts does not matter. */
  readonly subject: string;
}
