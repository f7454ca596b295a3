/** Comparing and matching text the way all dialects do. */

/** Order by code unit; anything but text counts as empty. */
export function compareText(a: unknown, b: unknown): number {
  const [left, right] = [textOf(a), textOf(b)];
  return left < right ? -1 : Number(left > right);
}

/** Text as it is, anything else as empty text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Matches texts made of these literal parts in order, with anything in between: what `*` between them means. */
export function wildcard(parts: readonly string[]): RegExp {
  const escaped = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's');
}
