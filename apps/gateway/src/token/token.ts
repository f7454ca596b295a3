import { createHash, randomBytes } from 'node:crypto';

import { type Role } from '@gateway/core';

/** Shows what a found text is, and lets secret scanners recognise it. */
const PREFIX = 'jgw_';
/** 256 bits. */
const BYTES = 32;
/** Texts that YAML does not parse as texts (YAML 1.2.2, 10.3.2) unless they are quoted. */
const YAML_WORDS = /^(true|false|null)$/i;

/** A new token, and the line of `access.tokens` that accepts it. */
export interface NewToken {
  readonly token: string;
  readonly line: string;
}

/** Creates a random token. The line has its SHA-256 only. */
export function newToken(name: string, role: Role): NewToken {
  const token = PREFIX + randomBytes(BYTES).toString('base64url');
  const sha256 = createHash('sha256').update(token).digest('hex');
  const isPlain = /^[A-Za-z][\w.@-]*$/.test(name) && !YAML_WORDS.test(name);
  return { token, line: `- { name: ${isPlain ? name : JSON.stringify(name)}, sha256: "${sha256}", role: ${role} }` };
}

/** The lines to print for a new token. */
export function tokenLines({ line, token }: NewToken): readonly string[] {
  return [
    `The token, which is shown only now:`,
    `  ${token}`,
    `Its line for access.tokens in the configuration:`,
    `  ${line}`,
  ];
}
