import { basename, dirname, join, resolve } from 'node:path';

/** A pattern of `sources_files`. */
export interface FilePattern {
  /** The absolute path of the folder. */
  readonly folder: string;
  /** True if the name of a file in the folder matches. */
  readonly matches: (name: string) => boolean;
}

/**
 * Reads a pattern with the wildcards `*` and `?` in its last part; a relative one starts at `folder`. As in a shell, a
 * wildcard at the beginning does not match the dot of a hidden file.
 */
export function filePattern(pattern: string, folder: string): FilePattern {
  const path = resolve(folder, pattern);
  const name = basename(path);
  const expression = name
    .replaceAll(/[\\^$.+|()[\]{}]/g, String.raw`\$&`)
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  const matcher = new RegExp(`^${/^[*?]/.test(name) ? '(?!\\.)' : ''}${expression}$`, 'su');
  return { folder: dirname(path), matches: (candidate) => matcher.test(candidate) };
}

/** True if a file, given by its absolute path, matches. */
export function matchesFile({ folder, matches }: FilePattern, path: string): boolean {
  return dirname(path) === folder && matches(basename(path));
}

/** The absolute path of a file in the pattern's folder. */
export function fileIn({ folder }: FilePattern, name: string): string {
  return join(folder, name);
}
