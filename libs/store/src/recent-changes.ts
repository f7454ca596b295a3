import { type Change } from '@gateway/core';

/** Maximum number of changes, and of characters in their texts, to read from the end of the log. */
export interface RecentLimits {
  readonly changes: number;
  readonly characters: number;
}

/**
 * Reads pages of changes, newest first, until a limit is reached, and returns the changes in the order of the log.
 * Requests no page after the one that reaches a limit.
 */
export async function collectRecent(
  pages: AsyncIterable<readonly Change[]>,
  { changes, characters }: RecentLimits,
): Promise<readonly Change[]> {
  const collected: Change[] = [];
  let charactersLeft = characters;
  for await (const page of pages) {
    for (const change of page) {
      charactersLeft -= change.type === 'put' ? change.text.length : 0;
      if (collected.length === changes || charactersLeft < 0) return collected.reverse();
      collected.push(change);
    }
    if (collected.length === changes) break;
  }
  return collected.reverse();
}
