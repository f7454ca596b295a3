import fastifyCookie, { type SerializeOptions } from '@fastify/cookie';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

/** A cookie of the gateway; its name is unique. */
export interface CookieKind {
  readonly name: string;
  readonly sameSite: 'strict' | 'lax';
}

/** A session. No other site can make the browser send it. */
export const SESSION_COOKIE: CookieKind = { name: 'job-gateway-session', sameSite: 'strict' };
/** A sign-in in progress. The provider's page leads back to the gateway, so the browser must send it then. */
export const SIGN_IN_COOKIE: CookieKind = { name: 'job-gateway-sign-in', sameSite: 'lax' };

/** Accepted only from a secure origin, and for its own host and all paths (RFC 6265bis, 4.1.3.2). */
const HOST_PREFIX = '__Host-';
/** Larger cookies are ignored by browsers (RFC 6265bis, 5.5). */
const MAX_LENGTH = 4_096;

/** Reads and sets cookies. Scripts cannot read them, and after HTTPS the browser does not send them without. */
export class Cookies {
  private constructor(private readonly server: FastifyInstance) {}

  /** Only this server has the plugin, because its hooks would run for every request. */
  static async create(): Promise<Cookies> {
    const server = fastify();
    await server.register(fastifyCookie, { hook: false });
    await server.ready();
    return new Cookies(server);
  }

  /** The value of a cookie that the client has sent, if any. */
  read(kind: CookieKind, request: FastifyRequest): string | undefined {
    const { cookie } = request.headers;
    if (cookie === undefined || !cookie.includes(kind.name)) return undefined;
    return this.server.parseCookie(cookie)[nameOf(kind, request)];
  }

  /** Sets a cookie for some seconds. Returns false if browsers would ignore it, because it is too large. */
  set(kind: CookieKind, value: string, maxAge: number, request: FastifyRequest, reply: FastifyReply): boolean {
    const text = this.#text(kind, value, { maxAge }, request);
    if (text.length > MAX_LENGTH) return false;
    reply.header('set-cookie', text);
    return true;
  }

  /** Removes a cookie. */
  clear(kind: CookieKind, request: FastifyRequest, reply: FastifyReply): void {
    reply.header('set-cookie', this.#text(kind, '', { maxAge: 0, expires: new Date(0) }, request));
  }

  #text(kind: CookieKind, value: string, options: SerializeOptions, request: FastifyRequest): string {
    return this.server.serializeCookie(nameOf(kind, request), value, {
      path: '/',
      httpOnly: true,
      secure: isEncrypted(request),
      sameSite: kind.sameSite,
      ...options,
    });
  }
}

function nameOf({ name }: CookieKind, request: FastifyRequest): string {
  return isEncrypted(request) ? HOST_PREFIX + name : name;
}

/** Also behind a trusted proxy with `X-Forwarded-Proto: https`. */
function isEncrypted({ protocol }: FastifyRequest): boolean {
  return protocol === 'https';
}
