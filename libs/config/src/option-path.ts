/** True if a key looks like the name of an option. Any other key may be a misplaced value, for example a password. */
export function isOptionLike(key: string): boolean {
  return /^[a-z][a-z_]{0,31}$/.test(key);
}

/** The keys and list indexes in a path. */
export function pathKeys(path: string): readonly string[] {
  return path.split(/[.[\]]+/).filter((key) => key !== '');
}

/** The path of an item of a list. */
export function itemPath(list: string, index: number | string): string {
  return `${list}[${index}]`;
}
