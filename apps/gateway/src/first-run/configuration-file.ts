/** The configuration file of a gateway that may be started before there is one. */
import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { ConfigError } from '@gateway/config';

import { newToken } from '../token/token.js';

/** Where the configuration may be. */
export interface ConfigurationPlace {
  /** The file that `--config` names. */
  readonly config: string;
  /** The folder that `--first-run` names: its configuration is used while the file `config` does not exist. */
  readonly folder: string | undefined;
}

/** The file of a first run, in the folder that `--first-run` names. */
const FILE = 'gateway.yaml';
/** The folder of its store, beside it. */
const STORE = 'store';

/** The configuration of the first run, if `config` does not exist and there is a folder for one. Creates nothing. */
export async function firstRunFile({ config, folder }: ConfigurationPlace): Promise<string | undefined> {
  return folder === undefined || (await isThere(config)) ? undefined : join(folder, FILE);
}

/** The file to read: `config`, or that of the first run. Creates nothing. */
export async function configurationFile(place: ConfigurationPlace): Promise<string> {
  return (await firstRunFile(place)) ?? place.config;
}

/**
 * Writes the configuration of a first run: it listens on all addresses, has no source, and accepts one admin token, of which
 * it has the SHA-256 only. Resolves with the token, or with `undefined` if the file exists. Rejects with a `ConfigError` if the
 * file cannot be written.
 */
export async function writeFirstConfiguration(file: string): Promise<string | undefined> {
  const { line, token } = newToken('admin', 'admin');
  const folder = dirname(resolve(file));
  const text = firstConfiguration(line, join(folder, STORE));
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => cannotWrite(folder, error));
  const isNew = await writeFile(file, text, { flag: 'wx', mode: 0o600, flush: true }).then(
    () => true,
    (error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? false : cannotWrite(folder, error)),
  );
  return isNew ? token : undefined;
}

function cannotWrite(folder: string, error: unknown): never {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  const message = `expected a folder in which the gateway can write ${FILE}, got ${JSON.stringify(folder)} (${code})`;
  throw new ConfigError('arguments', [{ path: '--first-run', message }]);
}

/** The lines to print when a configuration was written. */
export function firstRunLines(file: string, token: string): readonly string[] {
  return [
    `There is no configuration yet, so the gateway has written one: ${file}`,
    `It accepts this admin token, which is shown only now:`,
    `  ${token}`,
  ];
}

function firstConfiguration(tokenLine: string, store: string): string {
  return `# Written at the first start. Add your systems under sources; config/gateway.example.yaml has all options.
server: { host: 0.0.0.0, port: 8080 }
access:
  tokens:
    ${tokenLine}
store: { kind: embedded, path: ${JSON.stringify(store).replaceAll('${', '$${')} }
sources: []
`;
}

/** True also for a link that leads nowhere, and for a file that may not be read: their faults are reported, not hidden. */
async function isThere(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}
