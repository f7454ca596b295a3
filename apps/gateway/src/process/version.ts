import { existsSync, readFileSync } from 'node:fs';

/** The version in the `package.json` above this file, which is in a folder of the sources or of the built program. */
export function readVersion(): string {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder)) && folder.pathname !== '/') folder = new URL('..', folder);
  const text = readFileSync(new URL('package.json', folder), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
