/** Reads `fields`: which parts of a record are served. */
import { type FieldChoice } from '@gateway/view';

import { QueryValueError } from './query-value-error.js';

const MOST_PATHS = 200;
const MOST_BRACES = 3;

/**
 * Reads `*`, paths with dots and braces (`svm.{name,uuid}`), and what to leave out with a `!` before it; nothing but
 * exclusions means all else. `isField` knows the paths of the record. Gives `undefined` for the whole record. Throws
 * `QueryFault`.
 */
export function readFields(value: string, isField: (path: string) => boolean): FieldChoice | undefined {
  const items = expand(value, 0, 0);
  const excess = items[MOST_PATHS];
  if (excess) throw new QueryValueError(excess.at, `at most ${MOST_PATHS} fields`);
  const only: string[] = [];
  const without: string[] = [];
  let all = false;
  for (const { path, at } of items) {
    const excluded = path.startsWith('!');
    const name = excluded ? path.slice(1) : path;
    if (path === '*') all = true;
    else if (!isField(name)) throw new QueryValueError(at, '* or a field of the record, with dots into it');
    else (excluded ? without : only).push(name);
  }
  const whole = all || only.length === 0;
  if (whole && without.length === 0) return undefined;
  return { ...(whole ? {} : { only }), without };
}

/** A part of the value and where it begins in the whole. */
interface Item {
  readonly path: string;
  readonly at: number;
}

/** Splits at commas outside braces, and puts what stands before braces before everything in them. */
function expand(text: string, offset: number, depth: number): readonly Item[] {
  return splitOutside(text, offset).flatMap(({ path, at }) => {
    const open = path.indexOf('{');
    if (open < 0) return [{ path: path.trim(), at }];
    if (depth === MOST_BRACES) throw new QueryValueError(at + open, `at most ${MOST_BRACES} braces inside each other`);
    const close = path.trimEnd().length - 1;
    if (path[close] !== '}') {
      throw new QueryValueError(at + path.lastIndexOf('}') + 1, 'nothing but , or } after a closing }');
    }
    const before = path.slice(0, open).trim();
    const inside = expand(path.slice(open + 1, close), at + open + 1, depth + 1);
    return inside.map((item) => ({ path: before + item.path, at: item.at }));
  });
}

function splitOutside(text: string, offset: number): readonly Item[] {
  const items: Item[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at];
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth < 0) throw new QueryValueError(offset + at, 'a { before its }');
    if (at < text.length && (character !== ',' || depth > 0)) continue;
    items.push({ path: text.slice(start, at), at: offset + start });
    start = at + 1;
  }
  if (depth > 0) throw new QueryValueError(offset + text.length, 'a closing }');
  return items;
}
