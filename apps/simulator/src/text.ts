/** Comparison and matching of text, as in all dialects. */

/** Compares by code unit. Values that are not text count as empty. */
export function compareText(a: unknown, b: unknown): number {
  const [left, right] = [textOf(a), textOf(b)];
  return left < right ? -1 : Number(left > right);
}

/** Returns text unchanged and an empty text for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Matches texts that consist of these literal parts in order with any text between them, as `*` does. */
export function wildcard(parts: readonly string[]): RegExp {
  const escaped = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's');
}
