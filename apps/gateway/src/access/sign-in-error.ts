/** Why a sign-in fails. */
export const FAILURE_REASONS = [
  /** The request has no credentials, and needs some. */
  'missing',
  'malformed',
  /** No rule has the token or the certificate. */
  'unknown',
  'expired',
  'signature',
  'algorithm',
  /** The provider has no such key. */
  'key',
  /** A claim of the token is missing or wrong. */
  'claims',
  /** The certificate is not one that the configured authorities have signed. */
  'unverified',
  /** Not checked: too many others from the address have failed. */
  'limited',
] as const;
/** Why a sign-in fails; see `FAILURE_REASONS`. */
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** How the credentials of a failed sign-in were sent. */
export type PresentedBy = 'nothing' | 'header' | 'bearer' | 'basic' | 'certificate' | 'session' | 'provider';

/** Thrown for credentials that are not valid. It never holds them. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  constructor(
    readonly reason: FailureReason,
    readonly by: PresentedBy,
  ) {
    super(`the sign-in failed: ${by}, ${reason}`);
  }
}
