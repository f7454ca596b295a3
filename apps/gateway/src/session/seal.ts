import { hkdfSync, randomBytes } from 'node:crypto';

import { type Secret } from '@gateway/core';
import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from 'jose';

const KEY_BYTES = 32;
const ALGORITHM = { alg: 'dir', enc: 'A256GCM' };

/** Encrypts content for a cookie, so that a client can neither read nor change it: JSON Web Encryption (RFC 7516). */
export class Seal<T extends object> {
  /** The text of the secret that `#key` is derived from. */
  #text: string | undefined;
  #key: Uint8Array = randomBytes(KEY_BYTES);

  /** Seals with different purposes do not open each other's texts. The key is random until `use` is called. */
  constructor(private readonly purpose: string) {}

  /**
   * Derives the key from the text of a secret (RFC 5869), or makes a random one without a secret. Keeps the last key and
   * returns true if the text is the same.
   */
  use(secret: Secret | undefined): boolean {
    const text = secret?.reveal();
    if (text === this.#text) return true;
    this.#text = text;
    this.#key =
      text === undefined
        ? randomBytes(KEY_BYTES)
        : new Uint8Array(hkdfSync('sha256', text, '', `job-gateway ${this.purpose}`, KEY_BYTES));
    return false;
  }

  /** Seals content until a time in ms since the epoch. */
  close(content: T, expiresAt: number): Promise<string> {
    return new EncryptJWT({ content } satisfies JWTPayload)
      .setProtectedHeader(ALGORITHM)
      .setExpirationTime(Math.ceil(expiresAt / 1_000))
      .encrypt(this.#key);
  }

  /** The content of a sealed text at a time in ms since the epoch, or why there is none. */
  async open(sealed: string, now: number): Promise<T | 'unknown' | 'expired'> {
    try {
      const { payload } = await jwtDecrypt<{ readonly content: T }>(sealed, this.#key, {
        keyManagementAlgorithms: [ALGORITHM.alg],
        contentEncryptionAlgorithms: [ALGORITHM.enc],
        currentDate: new Date(now),
      });
      return payload.content;
    } catch (error) {
      if (error instanceof errors.JWTExpired) return 'expired';
      if (error instanceof errors.JOSEError) return 'unknown';
      throw error;
    }
  }
}
