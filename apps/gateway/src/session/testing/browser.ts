import { type TestAnswer, type TestGateway } from '../../../../../test/support/start-gateway.js';

/** The cookies of one server, as a browser keeps them. */
export class CookieJar {
  readonly cookies = new Map<string, string>();

  /** The value of the `Cookie` header. */
  get header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Keeps the cookies of a response. */
  store(headers: Headers): void {
    for (const cookie of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/; Max-Age=0/.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

/** A browser with a page of a gateway open: it sends its cookies, and says where its requests come from. */
export class Browser {
  readonly jar = new CookieJar();

  constructor(private readonly gateway: TestGateway) {}

  /** Sends a request; `headers` replace those of the browser. A redirect is returned. */
  async send(method: string, path: string, headers: Record<string, string> = {}): Promise<TestAnswer> {
    const cookie = this.jar.header;
    const own = {
      ...(cookie !== '' && { cookie }),
      ...(method !== 'GET' && { origin: this.gateway.url, 'sec-fetch-site': 'same-origin' }),
    };
    const answer = await this.gateway.request(method, path, { headers: { ...own, ...headers }, redirect: 'manual' });
    this.jar.store(answer.headers);
    return answer;
  }

  /** Starts a session with a bearer token. */
  signIn(token: string): Promise<TestAnswer> {
    return this.send('POST', '/api/session', { authorization: `Bearer ${token}` });
  }
}
