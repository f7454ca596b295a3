import { type Faults } from './faults.js';
import { itemPath, memberPath } from './option-path.js';

/** The environment, as a plain record. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What every object has already: the class-transformer drops keys of these names silently, so they are told here. */
const RESERVED_KEYS: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * A copy of a parsed file in which each `${NAME}` in a string stands for that environment variable, and `$${` for a
 * literal `${`. It works on parsed values and looks at nothing twice, so a variable can inject neither YAML nor further
 * variables.
 */
export function substitute(root: object, environment: Environment, faults: Faults): object {
  const ancestors = new Set<object>();
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
    return text.replace(/\$\$\{|\$\{([A-Za-z_]\w*)\}|\$\{/g, (found, name: string | undefined) => {
      if (found === '$${') return '${';
      if (name === undefined) {
        faults.add(path, 'expected ${NAME}, or $${ for a literal ${');
        return found;
      }
      const value = environment[name];
      if (value === undefined) faults.add(path, `the environment variable ${name} is not set`);
      return value ?? found;
    });
  }
}
