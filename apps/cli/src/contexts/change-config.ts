import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { usageError } from '../cli-error.js';
import { type Environment } from '../environment.js';
import { readFileIfAny, writePrivateFile } from './private-files.js';

/** Changes the file of contexts: its text goes through `change`. The file is private afterwards. */
export function changeConfig({ configFile }: Environment, change: (source: string) => string): void {
  writePrivateFile(configFile, change(readFileIfAny(configFile)?.text ?? ''));
}

/** The file in which the token of a context is stored. */
export function tokenFileOf({ configFile }: Environment, name: string): string {
  return join(dirname(configFile), `${name}.token`);
}

/** Removes the stored token of a context. */
export function removeTokenFile(environment: Environment, name: string): void {
  rmSync(tokenFileOf(environment, name), { force: true });
}

/** Throws for a name that would not be a file name in the folder of contexts. */
export function checkContextName(name: string): void {
  if (/^[A-Za-z0-9][\w.-]{0,62}$/.test(name)) return;
  throw usageError(`the name of a context has letters, digits, ".", "_" and "-", got ${JSON.stringify(name)}`);
}
