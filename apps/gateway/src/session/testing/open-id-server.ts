import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { type Configuration, type Provider } from 'oidc-provider';

import { CookieJar } from './browser.js';

/** What the server knows of its only user, `ann`. */
const CLAIMS = { sub: 'ann', preferred_username: 'Ann Example', groups: ['lab', 'everybody'] };

/** A real OpenID provider on loopback with one user, who signs in without a password and consents to everything. */
export class OpenIdServer {
  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  /** Starts a provider for one client, which comes back to `redirectUri`. `more` replaces parts of its configuration. */
  static async start(redirectUri: string, client: object, more: Configuration = {}): Promise<OpenIdServer> {
    let handle: RequestListener = () => undefined;
    const server = createServer((request, response) => handle(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = await quietProvider(issuer, {
      clients: [{ client_id: 'gateway', redirect_uris: [redirectUri], ...client }],
      claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
      cookies: { keys: ['cookies of the provider'] },
      ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, accountId) => ({ accountId, claims: () => CLAIMS }),
      loadExistingGrant: async ({ oidc }) => {
        const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
        grant.addOIDCScope('openid profile');
        await grant.save();
        return grant;
      },
      ...more,
    });
    const callback = provider.callback();
    handle = (request, response) => {
      if (!request.url?.startsWith('/interaction/')) return void callback(request, response);
      void provider.interactionFinished(request, response, { login: { accountId: 'ann' } });
    };
    return new OpenIdServer(server, issuer);
  }

  /** Follows the redirects of the provider from its sign-in page. Returns the first URL that is not the provider's. */
  async signIn(url: string): Promise<string> {
    const jar = new CookieJar();
    let next = url;
    while (new URL(next).origin === this.issuer) {
      const response = await fetch(next, { headers: { cookie: jar.header }, redirect: 'manual' });
      jar.store(response.headers);
      const location = response.headers.get('location');
      if (location === null) throw new Error(`${next}: ${response.status} ${await response.text()}`);
      next = new URL(location, next).href;
    }
    return next;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    if (this.server.listening) await once(this.server, 'close');
  }
}

/** Creates a provider without its advice on the console about providers that are not for tests. */
async function quietProvider(issuer: string, configuration: Configuration): Promise<Provider> {
  const { info, warn } = console;
  console.info = console.warn = () => undefined;
  try {
    const { Provider } = await import('oidc-provider');
    return new Provider(issuer, configuration);
  } finally {
    Object.assign(console, { info, warn });
  }
}
