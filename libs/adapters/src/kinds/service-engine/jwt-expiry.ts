import { asObject } from '../../wire/wire-fields.js';

/**
 * The expiry of a JWT in ms since the epoch: its `exp` claim (RFC 7519, 4.1.4). The signature is not verified; the
 * backend does that. `undefined` if the text is not a JWT or has no expiry.
 */
export function readExpiry(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const exp = asObject(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))?.['exp'];
    return typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined;
  } catch {
    return undefined; // an opaque token: the backend will reject it when it has expired
  }
}
