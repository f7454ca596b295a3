import { parseArgs } from 'node:util';

import { type PlaceVariables, tokenName } from '@gateway/config';
import { type Role, ROLES } from '@gateway/core';

import { type ConfigurationPlace } from '../first-run/configuration-file.js';
import { LOG_LEVELS, type LogLevel } from '../logger.js';
import {
  type CommandName,
  COMMANDS,
  commandsWith,
  DEFAULT_CONFIG,
  isNamedCommand,
  type OptionName,
  OPTIONS,
} from './commands.js';

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
  | { readonly command: 'help' | 'version' };

/** Arguments that are wrong. The message names what was given and what was expected, and refers to the help. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';

  constructor(message: string) {
    super(`${message}\njob-gateway --help has all commands and options`);
  }
}

type Values = Readonly<Partial<Record<OptionName, string>>>;

/** Reads the arguments after the program's name. Throws an `ArgumentError`. */
export function readArguments(args: readonly string[], variables: PlaceVariables = {}): Arguments {
  const { positionals, values } = parse(args);
  const { help, version, ...others } = values;
  if (help === true || positionals[0] === 'help') return { command: 'help' };
  if (version === true) return { command: 'version' };
  const [name, ...names] = positionals;
  if (name !== undefined && !isNamedCommand(name)) {
    const known = Object.keys(COMMANDS).filter(isNamedCommand);
    throw new ArgumentError(`${JSON.stringify(name)} is no command; expected ${known.join(', ')}, help or none`);
  }
  const command = name ?? 'start';
  checkOptions(command, others);
  if (command === 'token') return tokenArguments(names, others);
  const place = placeOf(others, variables);
  if (command === 'backup' || command === 'restore') {
    return { command, place, level: levelOf(others), folder: folderIn(command, names) };
  }
  if (names.length > 0) throw wrongArgument(command, 'nothing but options', names.join(' '));
  if (command === 'health') return { command, place };
  const level = levelOf(others);
  return command === 'check' ? { command, place, level, source: others.source } : { command, place, level };
}

function parse(args: readonly string[]) {
  const named = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, { type: 'string' }]));
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...(named as Record<OptionName, { type: 'string' }>),
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    // Node's message names the option; its second sentence is about arguments that begin with a dash.
    throw new ArgumentError((error as Error).message.split('. ')[0] ?? '');
  }
}

/** `--config` alone means that file and no other, so the variable of the first run is not used then. */
function placeOf(values: Values, variables: PlaceVariables): ConfigurationPlace {
  const { config, 'first-run': folder } = values;
  if (config !== undefined) return { config, folder };
  return { config: variables.config ?? DEFAULT_CONFIG, folder: folder ?? variables.firstRun };
}

function checkOptions(command: CommandName, values: Values): void {
  const known: readonly string[] = COMMANDS[command].options;
  for (const [name, value] of Object.entries(values)) {
    if (known.includes(name)) continue;
    const expected =
      command === 'start'
        ? `to be used with ${commandsWith(name as OptionName).join(', ')}`
        : `not to be used with the command ${command}`;
    throw wrongArgument(`--${name}`, expected, value);
  }
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

function wrongArgument(name: string, expected: string, given: string | undefined): ArgumentError {
  return new ArgumentError(`${name}: expected ${expected}, got ${JSON.stringify(given)}`);
}
