/** An OpenID provider for tests: it serves its keys over HTTP, and signs tokens. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

/** A key of the provider. */
export interface ProviderKey {
  readonly alg: string;
  readonly jwk: JWK;
  readonly privateKey: CryptoKey;
}

/** Creates a key; `kid` is its id. */
export async function makeKey(kid: string, alg = 'ES256'): Promise<ProviderKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** A provider that listens on loopback. */
export class TestProvider {
  /** The number of requests for keys so far. */
  fetches = 0;
  /** The keys that it serves. */
  keys: readonly ProviderKey[] = [];
  /** What its discovery document has in place of its own members. */
  discovery: object = {};

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async start(keys: readonly ProviderKey[]): Promise<TestProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const provider = new TestProvider(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/realm`);
    provider.keys = keys;
    server.on('request', ({ url }, response) => {
      if (url === '/realm/.well-known/openid-configuration') {
        const { issuer } = provider;
        response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys`, ...provider.discovery }));
      } else {
        provider.fetches += 1;
        response.end(JSON.stringify({ keys: provider.keys.map(({ jwk }) => jwk) }));
      }
    });
    return provider;
  }

  /** A token for the audience `gateway` that is valid for an hour, unless `claims` say something else. */
  sign(key: ProviderKey, claims: JWTPayload = {}, header: object = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const { alg, jwk } = key;
    return new SignJWT({ iss: this.issuer, aud: 'gateway', sub: 'ann', exp: now + 3_600, ...claims })
      .setProtectedHeader({ alg, ...(jwk.kid !== undefined && { kid: jwk.kid }), ...header })
      .sign(key.privateKey);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    if (this.server.listening) await once(this.server, 'close');
  }
}
