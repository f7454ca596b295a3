/** Callers with tokens, for tests of what each of them may do. */
import { createHash } from 'node:crypto';

import { type AccessConfig, readSourceSelector, type Role } from '@gateway/core';

/** The role of a caller, and the filter of their sources. */
export type CallerRole = readonly [role: Role, sources?: string];

/** Access rules in which the token of each caller is their name. */
export function accessFor(callers: Readonly<Record<string, CallerRole>>): AccessConfig {
  const tokens = Object.entries(callers).map(([name, [role, sources]]) => ({
    name,
    sha256: createHash('sha256').update(name).digest('hex'),
    role,
    ...(sources !== undefined && { sources: readSourceSelector(sources) }),
  }));
  return { tokens, certificates: [] };
}

/** The header with the token of a caller. */
export function as(name: string): { readonly authorization: string } {
  return { authorization: `Bearer ${name}` };
}
