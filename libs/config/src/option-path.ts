import { OPTION_NAMES } from './sections.js';

/** What an option may look like. Anything else in the place of a key may be a misplaced value. */
const OPTION_LIKE = /^[a-z][a-z_]{0,31}$/;

/** The path of a list's item. */
export function itemPath(list: string, index: number | string): string {
  return `${list}[${index}]`;
}

/**
 * The path of a mapping's member. A key that may be a misplaced secret is not repeated, that is one that does not look
 * like an option, and under `auth` any that is none: the path is then that of the mapping.
 */
export function memberPath(mapping: string, key: string): string {
  const looksHarmless = OPTION_LIKE.test(key) && !/\.auth(\.|$)/.test(mapping);
  if (!looksHarmless && !OPTION_NAMES.has(key)) return mapping;
  return mapping === '' ? key : `${mapping}.${key}`;
}
