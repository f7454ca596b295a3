/** Rules for the values of secrets. They also apply to the text of a secret's file without the newline at its end. */
import { line, type Rule } from './rules.js';

/** The largest secret, in bytes of UTF-8. */
export const MAX_SECRET_BYTES = 64 * 1024;
const MIN_KEY_LENGTH = 32;

/** One line of text of limited size. */
export const secret: Rule = (value) => {
  const expected = line(value);
  if (expected !== undefined) return expected;
  const text = value as string;
  if (text.startsWith('\uFEFF')) return 'one line of text without a byte order mark';
  return Buffer.byteLength(text) > MAX_SECRET_BYTES ? 'one line of text of at most 64 kB' : undefined;
};

/** A secret that a header may contain as it is. */
export const token: Rule = (value) => {
  const expected = secret(value);
  if (expected !== undefined || /^[\x21-\x7e]+$/.test(value as string)) return expected;
  return 'one line of visible ASCII characters without spaces';
};

/** A secret that is hard to guess, as it is not sent to a server that could limit the attempts. */
export const key: Rule = (value) => {
  const isLong = token(value) === undefined && (value as string).length >= MIN_KEY_LENGTH;
  return isLong ? undefined : `one line of at least ${MIN_KEY_LENGTH} visible ASCII characters without spaces`;
};

/** The rules by their names, from the least to the most strict. The names can be sent between threads. */
export const SECRET_RULES = { secret, token, key } as const;

/** The name of a rule. */
export type SecretRule = keyof typeof SECRET_RULES;

/** The text of a file that holds a secret, and the rule that each later text must keep too. */
export interface SecretFile {
  readonly text: string;
  readonly rule: SecretRule;
}
