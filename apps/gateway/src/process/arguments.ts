import { parseArgs } from 'node:util';

import { ConfigError, type PlaceVariables, tokenName } from '@gateway/config';
import { type Role, ROLES } from '@gateway/core';

import { type ConfigurationPlace } from '../first-run/configuration-file.js';
import { LOG_LEVELS, type LogLevel } from '../logger.js';

const DEFAULT_CONFIG = 'config/gateway.yaml';

/** The arguments of the process, by its command; `start` is the one without a name. */
export type Arguments =
  | { readonly command: 'start'; readonly place: ConfigurationPlace; readonly level: LogLevel }
  | {
      readonly command: 'check';
      readonly place: ConfigurationPlace;
      readonly level: LogLevel;
      readonly source: string | undefined;
    }
  | {
      readonly command: 'backup' | 'restore';
      readonly place: ConfigurationPlace;
      readonly level: LogLevel;
      /** The folder of the backup. */
      readonly folder: string;
    }
  | { readonly command: 'health'; readonly place: ConfigurationPlace }
  | { readonly command: 'token'; readonly name: string; readonly role: Role }
  | { readonly command: 'version' | 'help' };

type Values = Readonly<Partial<Record<'config' | 'first-run' | 'log-level' | 'source' | 'role', string>>>;

/** Which options a command has. */
const OPTIONS = {
  start: ['config', 'first-run', 'log-level'],
  check: ['config', 'first-run', 'log-level', 'source'],
  health: ['config', 'first-run'],
  backup: ['config', 'first-run', 'log-level'],
  restore: ['config', 'first-run', 'log-level'],
  token: ['role'],
} as const;

/** Reads the arguments after the program's name. Throws a `ConfigError`, or Node's error for an unknown option. */
export function readArguments(args: readonly string[], variables: PlaceVariables = {}): Arguments {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      'first-run': { type: 'string' },
      'log-level': { type: 'string' },
      source: { type: 'string' },
      role: { type: 'string' },
      version: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const { help, version, ...others } = values;
  if (help === true) return { command: 'help' };
  if (version === true) return { command: 'version' };
  const [command = 'start', ...names] = positionals;
  const hasNames = command === 'token' || command === 'backup' || command === 'restore';
  if (!isCommand(command) || (!hasNames && (names.length > 0 || positionals[0] === 'start'))) {
    throw wrongArgument(
      'command',
      'backup DIR, check, health, restore DIR, token NAME, or none',
      positionals.join(' '),
    );
  }
  checkOptions(command, others);
  if (command === 'token') return tokenArguments(names, others);
  const place = placeOf(others, variables);
  if (command === 'health') return { command, place };
  const level = levelOf(others);
  if (command === 'backup' || command === 'restore') return { command, place, level, folder: folderIn(command, names) };
  return command === 'check' ? { command, place, level, source: others.source } : { command, place, level };
}

/** `--config` alone means that file and no other, so the variable of the first run is not used then. */
function placeOf(values: Values, variables: PlaceVariables): ConfigurationPlace {
  const { config, 'first-run': folder } = values;
  if (config !== undefined) return { config, folder };
  return { config: variables.config ?? DEFAULT_CONFIG, folder: folder ?? variables.firstRun };
}

function isCommand(name: string): name is keyof typeof OPTIONS {
  return Object.hasOwn(OPTIONS, name);
}

function checkOptions(command: keyof typeof OPTIONS, values: Values): void {
  const known: readonly string[] = OPTIONS[command];
  for (const [name, value] of Object.entries(values)) {
    if (known.includes(name)) continue;
    const expected =
      command === 'start' ? `to be used with ${commandOf(name)}` : `not to be used with the command ${command}`;
    throw wrongArgument(`--${name}`, expected, value);
  }
}

/** The command that has an option which `start` does not have. */
function commandOf(option: string): string {
  return option === 'role' ? 'token' : 'check';
}

function folderIn(command: string, [folder = '', ...others]: readonly string[]): string {
  if (folder !== '' && others.length === 0) return folder;
  throw wrongArgument(command, 'one folder, that of the backup', [folder, ...others].join(' '));
}

function levelOf(values: Values): LogLevel {
  const level = LOG_LEVELS.find((name) => name === (values['log-level'] ?? 'info'));
  if (level === undefined) throw wrongArgument('--log-level', `one of ${LOG_LEVELS.join(', ')}`, values['log-level']);
  return level;
}

function tokenArguments(names: readonly string[], { role = 'viewer' }: Values): Arguments {
  const [name = ''] = names;
  const expected = tokenName(name);
  if (names.length !== 1 || expected !== undefined) {
    throw wrongArgument('token', expected ?? 'one name, in quotes if it has spaces', names.join(' '));
  }
  const known = ROLES.find((each) => each === role);
  if (known === undefined) throw wrongArgument('--role', `one of ${ROLES.join(', ')}`, role);
  return { command: 'token', name, role: known };
}

function wrongArgument(path: string, expected: string, given: string | undefined): ConfigError {
  return new ConfigError('arguments', [{ path, message: `expected ${expected}, got ${JSON.stringify(given)}` }]);
}
