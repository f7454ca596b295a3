import { type Change } from '@gateway/core';

/** How much of the log is asked for. */
export interface RecentLimits {
  readonly changes: number;
  readonly characters: number;
}

/** Takes from pages of changes, the newest first, as many as the limits allow, reads no further, and gives them in order. */
export async function collectRecent(
  pages: AsyncIterable<readonly Change[]>,
  { changes, characters }: RecentLimits,
): Promise<readonly Change[]> {
  const gathered: Change[] = [];
  let left = characters;
  for await (const page of pages) {
    for (const change of page) {
      left -= change.type === 'put' ? change.text.length : 0;
      if (gathered.length === changes || left < 0) return gathered.reverse();
      gathered.push(change);
    }
    if (gathered.length === changes) break;
  }
  return gathered.reverse();
}
