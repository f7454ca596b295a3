import { type JwtRules } from '@gateway/core';

/** A name goes into logs and records. */
const NAME = /^\P{Cc}{1,256}$/u;

/** What the claims of a token say about a caller. */
export interface ReadClaims {
  readonly name: string;
  /** The claims that give roles. */
  readonly claims: readonly string[];
}

/** The name of a caller, and the claims that give roles; `undefined` without a valid name. */
export function readClaims(claims: object, { nameClaim, roles, rolesClaim }: JwtRules): ReadClaims | undefined {
  const name = claimAt(claims, nameClaim);
  if (typeof name !== 'string' || !NAME.test(name)) return undefined;
  const known = new Set(roles.map(({ claim }) => claim));
  return { name, claims: textsOf(claimAt(claims, rolesClaim)).filter((claim) => known.has(claim)) };
}

/**
 * The claim at a path such as `realm_access.roles`; `undefined` if there is none. A claim whose whole name is the path
 * takes precedence, because names can be URLs.
 */
export function claimAt(claims: object, path: string): unknown {
  if (Object.hasOwn(claims, path)) return (claims as Readonly<Record<string, unknown>>)[path];
  let value: unknown = claims;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** A text, or the texts of an array; none for anything else. */
function textsOf(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return [claim];
  return Array.isArray(claim) ? claim.filter((each) => typeof each === 'string') : [];
}
