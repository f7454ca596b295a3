import { type JwtRules, Logger, MonotonicClock, type ProviderClient } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import * as openid from 'openid-client';

import { Access } from '../access/access.js';
import { claimAt, type ReadClaims, readClaims } from '../access/claims.js';
import { isProviderUrl, PROVIDER_TIMEOUT_MS } from '../access/provider-response.js';
import { Problem } from '../problems/problem.js';
import { fetchFromProvider, ProviderError } from './provider-fetch.js';

/** How long the discovery document of the provider is kept. */
const MAX_AGE_MS = 600_000;
const RETRY_AFTER_SECONDS = 10;

/** What the gateway must remember of a sign-in until the provider answers; secret from everybody but the browser. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

type ClientRules = JwtRules & { readonly client: ProviderClient };
interface KnownProvider {
  readonly rules: ClientRules;
  readonly fetchedAt: number;
  readonly configuration: Promise<openid.Configuration>;
}

/** Signs users in at the OpenID provider: the code flow (OpenID Connect Core 1.0, 3.1) with PKCE (RFC 7636). */
@Injectable()
export class OpenIdProvider {
  #known: KnownProvider | undefined;
  #isFailing = false;

  constructor(
    private readonly access: Access,
    private readonly clock: MonotonicClock,
    private readonly logger: Logger,
  ) {}

  /** True if the access rules make the gateway a client of a provider. */
  get isOffered(): boolean {
    return this.access.rules?.config.jwt?.client !== undefined;
  }

  /** The URL of the provider's sign-in page, and what `complete` needs. Rejects with a `Problem`. */
  async begin(redirectUri: string): Promise<{ readonly url: string; readonly secrets: SignInSecrets }> {
    const rules = this.#rules();
    const configuration = await this.#configuration(rules);
    const secrets = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
    };
    const { href } = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: rules.client.scope,
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
    });
    return { url: href, secrets };
  }

  /**
   * Verifies the response of the provider, the URL that it has led the browser to. Returns what its claims say. Rejects
   * with a `Problem`: `provider-unavailable`, or `sign-in-failed` for a response that is not valid.
   */
  async complete(response: URL, secrets: SignInSecrets): Promise<ReadClaims> {
    const rules = this.#rules();
    const configuration = await this.#configuration(rules);
    try {
      const read = readClaims(await claimsOf(configuration, response, secrets, rules), rules);
      if (read !== undefined) return read;
    } catch (error) {
      throw this.#problemOf(error);
    }
    throw new Problem('sign-in-failed', `the provider gives no valid name in the claim ${rules.nameClaim}`);
  }

  #rules(): ClientRules {
    const jwt = this.access.rules?.config.jwt;
    if (jwt?.client === undefined) {
      throw new Problem(
        'unknown-route',
        'there is no sign-in through a provider: access.jwt.client_id is not configured',
      );
    }
    return { ...jwt, client: jwt.client };
  }

  async #configuration(rules: ClientRules): Promise<openid.Configuration> {
    const now = this.clock.now();
    let known = this.#known;
    if (known?.rules.client !== rules.client || now - known.fetchedAt > MAX_AGE_MS) {
      known = { rules, fetchedAt: now, configuration: discover(rules) };
      this.#known = known;
    }
    try {
      const configuration = await known.configuration;
      this.#isFailing = false;
      return configuration;
    } catch (error) {
      if (this.#known === known) this.#known = undefined;
      throw this.#unavailable(error);
    }
  }

  #problemOf(error: unknown): unknown {
    const { cause } = error as Error;
    if (cause instanceof ProviderError) return this.#unavailable(cause);
    if (!isAnswer(error)) return error;
    const reason = reasonOf(error);
    this.logger.warn({ reason }, 'sign-in at the login provider failed');
    return new Problem('sign-in-failed', 'the response of the provider is not valid here; start the sign-in again');
  }

  #unavailable(error: unknown): unknown {
    const provider = [error, (error as Error).cause].find((each) => each instanceof ProviderError);
    if (!provider && !isAnswer(error)) return error;
    const reason = provider ? (provider as Error).message : reasonOf(error as Error);
    if (!this.#isFailing) this.logger.error({ reason }, 'the login provider does not answer as expected');
    this.#isFailing = true;
    return new Problem('provider-unavailable', 'the login provider is not available; the log has the reason', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}

/** An error about a response, not about the program. */
function isAnswer(error: unknown): error is Error {
  return (
    error instanceof openid.ClientError ||
    error instanceof openid.AuthorizationResponseError ||
    error instanceof openid.ResponseBodyError ||
    error instanceof openid.WWWAuthenticateChallengeError
  );
}

/** A code, such as `invalid_client`. Descriptions are left out, because they can have anything in them. */
function reasonOf(error: Error): string {
  const { code, error: given } = error as Error & { readonly code?: string; readonly error?: string };
  return given?.slice(0, 64) ?? code ?? error.message;
}

async function discover({ client, issuer }: ClientRules): Promise<openid.Configuration> {
  const isPlain = issuer.startsWith('http:');
  const configuration = await openid.discovery(new URL(issuer), client.id, undefined, authentication(client), {
    [openid.customFetch]: fetchFromProvider,
    timeout: PROVIDER_TIMEOUT_MS / 1_000,
    execute: [openid.enableNonRepudiationChecks, ...(isPlain ? [openid.allowInsecureRequests] : [])],
  });
  const { authorization_endpoint, token_endpoint } = configuration.serverMetadata();
  if (isProviderUrl(authorization_endpoint) && isProviderUrl(token_endpoint)) return configuration;
  throw new ProviderError('the discovery document has no https URLs to sign in at');
}

/** The way that the provider offers to authenticate the gateway; Basic if it names none (OpenID Connect Discovery, 3). */
function authentication({ secret }: ProviderClient): openid.ClientAuth {
  if (secret === undefined) return openid.None();
  return (server, client, body, headers) => {
    const offered = server.token_endpoint_auth_methods_supported ?? [];
    const isPostOnly = offered.includes('client_secret_post') && !offered.includes('client_secret_basic');
    const authenticate = isPostOnly ? openid.ClientSecretPost : openid.ClientSecretBasic;
    authenticate(secret.reveal())(server, client, body, headers);
  };
}

/** The claims of the identity token; with those of the user if one that the rules name is missing (Core, 5.4). */
async function claimsOf(
  configuration: openid.Configuration,
  response: URL,
  { nonce, state, verifier }: SignInSecrets,
  { nameClaim, rolesClaim }: JwtRules,
): Promise<object> {
  const tokens = await openid.authorizationCodeGrant(configuration, response, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new TypeError('the identity token was not verified');
  const isComplete = [nameClaim, rolesClaim].every((path) => claimAt(claims, path) !== undefined);
  if (isComplete || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
  return { ...(await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
}
