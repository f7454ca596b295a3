import { isOptionLike } from './option-path.js';
import { OPTION_NAMES } from './sections.js';

/**
 * The path of a member of a mapping. If the key may be a misplaced secret, this is the path of the mapping: a key
 * that does not look like an option, and any unknown key under `auth`.
 */
export function memberPath(mapping: string, key: string): string {
  const looksHarmless = isOptionLike(key) && !/\.auth(\.|$)/.test(mapping);
  if (!looksHarmless && !OPTION_NAMES.has(key)) return mapping;
  return mapping === '' ? key : `${mapping}.${key}`;
}
