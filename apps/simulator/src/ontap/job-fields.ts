/** The fields of an ONTAP job, the releases that have them, and the `fields` parameter that selects them. */
import { OntapError } from './ontap-error.js';

/** The type of a field, which determines how its values compare. */
export type FieldType = 'text' | 'integer' | 'time' | 'state';

/** A field that can be selected, filtered and sorted by. */
export interface JobField {
  readonly path: string;
  readonly type: FieldType;
}

/** The five states of every release. */
export const ONTAP_STATES = ['queued', 'running', 'paused', 'success', 'failure'] as const;

// From `GET /cluster/jobs` in the references of 9.6 to 9.17.1. The last release with error.target is not certain.
const FIELDS: readonly (JobField & { readonly since: string; readonly until?: string })[] = [
  { path: 'uuid', type: 'text', since: '9.6' },
  { path: 'description', type: 'text', since: '9.6' },
  { path: 'state', type: 'state', since: '9.6' },
  { path: 'message', type: 'text', since: '9.6' },
  { path: 'code', type: 'integer', since: '9.6' },
  { path: 'start_time', type: 'time', since: '9.6' },
  { path: 'end_time', type: 'time', since: '9.6' },
  { path: 'svm.name', type: 'text', since: '9.8' },
  { path: 'svm.uuid', type: 'text', since: '9.8' },
  { path: 'error.message', type: 'text', since: '9.9' },
  { path: 'error.code', type: 'text', since: '9.9' },
  { path: 'error.target', type: 'text', since: '9.9', until: '9.14' },
  { path: 'error.arguments.code', type: 'text', since: '9.9' },
  { path: 'error.arguments.message', type: 'text', since: '9.9' },
  { path: 'node.name', type: 'text', since: '9.11' },
];

/** True if a release such as `9.13.1` is the other release or later. */
export function isAtLeast(version: string, other: string): boolean {
  const [generation = 0, major = 0, minor = 0] = version.split('.').map(Number);
  const [otherGeneration = 0, otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return (generation - otherGeneration || major - otherMajor || minor - otherMinor) >= 0;
}

/** The fields of a release. */
export function fieldsOf(version: string): readonly JobField[] {
  return FIELDS.filter(
    ({ since, until }) => isAtLeast(version, since) && (until === undefined || !isAtLeast(version, until)),
  );
}

/** True for a name that no release has. */
export function isForeign(name: string): boolean {
  return !FIELDS.some(({ path }) => path === name || path.startsWith(`${name}.`));
}

/**
 * The paths that a `fields` parameter selects. Throws an OntapError: 262197 for an unknown field unless unknown fields are
 * ignored, 262286 for unmatched braces.
 */
export function chooseFields(
  text: string,
  available: readonly JobField[],
  ignoreUnknown: boolean,
): ReadonlySet<string> {
  const items = expandBraces(text);
  const chosen = new Set(items.every((item) => item.startsWith('!')) ? available.map(({ path }) => path) : []);
  for (const item of items) {
    const name = item.replace(/^!/, '');
    const paths = pathsOf(name, available);
    if (paths.length === 0 && name !== '_links' && !ignoreUnknown) {
      throw new OntapError('262197', `The value "${name}" is invalid for field "fields" (<field,...>)`, 'fields');
    }
    for (const path of paths) {
      if (item.startsWith('!')) chosen.delete(path);
      else chosen.add(path);
    }
  }
  return chosen;
}

function pathsOf(name: string, available: readonly JobField[]): readonly string[] {
  const paths = available.map(({ path }) => path);
  if (name === '*' || name === '**') return paths;
  return paths.filter((path) => path === name || path.startsWith(`${name}.`));
}

/** Expands `a,b.{c,d}` to `a`, `b.c`, `b.d`. Braces may be nested. */
function expandBraces(text: string): readonly string[] {
  return splitAtTop(text).flatMap((item) => {
    const open = item.indexOf('{');
    if (open === -1) return [item];
    const prefix = item.slice(0, open);
    return expandBraces(item.slice(open + 1, -1)).map((inner) => prefix + inner);
  });
}

function splitAtTop(text: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let item = '';
  for (const character of text) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth < 0) break;
    if (character === ',' && depth === 0) {
      items.push(item.trim());
      item = '';
    } else item += character;
  }
  if (depth !== 0) throw new OntapError('262286', 'Mismatching braces found in the fields= query.', 'fields');
  return [...items, item.trim()];
}
