/** JSON Web Tokens (RFC 7519) as in the Service Engine's documentation: HS256 with `username` and `exp`. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** A token for a user, valid until `expiresAt` in milliseconds since the epoch, cut to whole seconds. */
export function signToken(username: string, expiresAt: number, key: string): string {
  const head = encode({ alg: 'HS256', typ: 'JWT' });
  const claims = encode({ username, exp: Math.floor(expiresAt / 1000) });
  return `${head}.${claims}.${signature(`${head}.${claims}`, key)}`;
}

/** The user of a token that has this key's signature and has not expired; `undefined` for any other text. */
export function userOfToken(token: string, now: number, key: string): string | undefined {
  const [head = '', claims = '', given = '', ...more] = token.split('.');
  const expected = Buffer.from(signature(`${head}.${claims}`, key));
  const signed = Buffer.from(given);
  if (more.length > 0 || signed.length !== expected.length || !timingSafeEqual(signed, expected)) return undefined;
  const { username, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as SignedClaims;
  return exp * 1000 > now ? username : undefined;
}

/** The claims of a token with a valid signature. */
interface SignedClaims {
  readonly username: string;
  readonly exp: number;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signature(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
