/** Filter values that match exactly what was read from a record. */

/** Text without a character that filters read otherwise. */
const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{N} _.,;:()/@~'-]*$/u;

/** The filter value that matches a text exactly. */
export function literal(text: string): string {
  const isPlain = PLAIN.test(text) && !text.includes('..') && text !== 'null' && text === text.trim();
  return isPlain ? text : quoted(text);
}

/** The filter value that matches a pattern: `*` is any text, everything else is taken literally. */
export function patternLiteral(pattern: string): string {
  return pattern
    .split('*')
    .map((part) => (part === '' || PLAIN.test(part.trim()) ? part : quoted(part)))
    .join('*');
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
