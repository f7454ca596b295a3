/** Reads `fields`: the parts of a record to serve. */

import { QueryValueError } from '@gateway/core';
import { type FieldChoice } from '@gateway/view';

const MAX_PATHS = 200;
const MAX_BRACES = 3;

/**
 * Reads a list of `*`, paths with dots and braces (`svm.{name,uuid}`), and exclusions with `!`. If there are only
 * exclusions, all other fields are served. `isField` is true for the paths of the record. Returns `undefined` for the
 * whole record. Throws `QueryValueError`.
 */
export function readFields(value: string, isField: (path: string) => boolean): FieldChoice | undefined {
  const items = expand(value, 0, 0);
  const excess = items[MAX_PATHS];
  if (excess) throw new QueryValueError(excess.at, `at most ${MAX_PATHS} fields`);
  const only: string[] = [];
  const without: string[] = [];
  let all = false;
  for (const { path, at } of items) {
    const excluded = path.startsWith('!');
    const name = excluded ? path.slice(1) : path;
    if (path === '*') all = true;
    else if (!isField(name)) throw new QueryValueError(at, '* or a field of the record, with dots for nested fields');
    else (excluded ? without : only).push(name);
  }
  const whole = all || only.length === 0;
  if (whole && without.length === 0) return undefined;
  return { ...(whole ? {} : { only }), without };
}

/** A part of the value, and its position. */
interface Item {
  readonly path: string;
  readonly at: number;
}

/** Splits at commas outside braces, and expands braces. */
function expand(text: string, offset: number, depth: number): readonly Item[] {
  return splitOutside(text, offset).flatMap(({ path, at }) => {
    const open = path.indexOf('{');
    if (open < 0) return [{ path: path.trim(), at }];
    if (depth === MAX_BRACES) throw new QueryValueError(at + open, `at most ${MAX_BRACES} levels of braces`);
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
