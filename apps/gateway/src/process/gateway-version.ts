import { existsSync, readFileSync } from 'node:fs';

/** The version of the gateway in its `package.json`, which is in a folder above this file. */
export function gatewayVersion(): string {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder)) && folder.pathname !== '/') folder = new URL('..', folder);
  const { version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { readonly version: string };
  return version;
}
