import { type Faults } from './faults.js';
import { memberPath } from './member-path.js';
import { itemPath } from './option-path.js';
import { type Environment, filledLength, fillVariables, MAX_FILLED_LENGTH, VARIABLE } from './variables.js';

/** Keys that every object inherits. The class-transformer drops them without an error, so they are rejected here. */
const RESERVED_KEYS: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** In the environment, Node replaces bytes that are not UTF-8 by this character. */
const NOT_UTF8 = '\uFFFD';

/** Thrown when variables stand for more text than a configuration may have; `path` is that of the text with the last one. */
export class ExpansionError extends Error {
  override readonly name = 'ExpansionError';
  constructor(readonly path: string) {
    super(`variables stand for more than ${MAX_FILLED_LENGTH} characters`);
  }
}

/**
 * A copy of a parsed file with the variables of all texts filled in. Adds a fault for each variable that is not set and
 * each malformed one. Works on parsed values, so a variable can inject neither YAML nor further variables. Throws an
 * `ExpansionError`.
 */
export function substitute(root: object, environment: Environment, faults: Faults): object {
  const ancestors = new Set<object>();
  let filled = 0;
  return copy(root, '') as object;

  function copy(value: unknown, path: string): unknown {
    if (typeof value === 'string') return fill(value, path);
    if (typeof value !== 'object' || value === null) return value;
    if (ancestors.has(value)) {
      faults.add(path, 'expected a value, got an alias to what it is part of');
      return undefined;
    }
    ancestors.add(value);
    const copied = Array.isArray(value)
      ? value.map((item, index) => copy(item, itemPath(path, index)))
      : Object.fromEntries(Object.entries(value).flatMap((member) => copyMember(member, path)));
    ancestors.delete(value);
    return copied;
  }

  function copyMember([key, member]: [string, unknown], path: string): [string, unknown][] {
    const own = memberPath(path, key);
    if (!RESERVED_KEYS.has(key)) return [[key, copy(member, own)]];
    faults.add(own, `the name ${key} cannot be used`);
    return [];
  }

  function fill(text: string, path: string): string {
    filled += filledLength(text, environment);
    if (filled > MAX_FILLED_LENGTH) throw new ExpansionError(path);
    for (const [found, name] of text.matchAll(VARIABLE)) {
      if (name !== undefined) {
        const value = environment[name];
        if (value === undefined) faults.add(path, `the environment variable ${name} is not set`);
        else if (value.includes(NOT_UTF8)) faults.add(path, `the environment variable ${name} is not UTF-8`);
      } else if (found === '${') {
        faults.addWithValue(path, 'expected ${NAME}, or $${ for a literal ${');
      }
    }
    return fillVariables(text, environment);
  }
}
