import { asObject } from '../../wire-fields.js';

/**
 * When a JWT ends, in ms since the epoch: its `exp` claim (RFC 7519, 4.1.4), read without checking the signature, which
 * is the backend's business. `undefined` when the text is no JWT or names no end.
 */
export function readExpiry(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const exp = asObject(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))?.['exp'];
    return typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined;
  } catch {
    return undefined; // an opaque token: the backend will say when it has ended
  }
}
