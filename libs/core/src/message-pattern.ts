const QUOTED = /"[^"]*"|(?<![^\s(])'[^']*'(?![^\s.,;:!?)])/g;
const OF_A_NAME = /[\d_/\\]/;
const OPENING = /^[("']*/;
const CLOSING = /[)"'.,;:!?]*$/;
const ADJACENT = /\*(?:\s+\*)+/g;
/** Characters of a message that count. */
const READ_LENGTH = 1_000;
/** Characters of a pattern, without a last `*` that stands for the rest. */
const MAX_LENGTH = 200;

/**
 * A message with `*` in place of what differs between messages of one kind: quoted texts, and words with digits,
 * underscores or slashes, such as numbers, ids, paths and most names. As a filter, the pattern matches the message.
 */
export function messagePattern(message: string): string {
  const read = message.slice(0, READ_LENGTH);
  const pattern = read.replace(QUOTED, '*').replace(/\S+/g, masked).replace(ADJACENT, '*');
  const isWhole = read.length === message.length && pattern.length <= MAX_LENGTH;
  return isWhole ? pattern : `${pattern.slice(0, MAX_LENGTH)}*`;
}

function masked(word: string): string {
  if (!OF_A_NAME.test(word)) return word;
  const [opening = ''] = OPENING.exec(word) ?? [];
  const [closing = ''] = CLOSING.exec(word.slice(opening.length)) ?? [];
  return `${opening}*${closing}`;
}
