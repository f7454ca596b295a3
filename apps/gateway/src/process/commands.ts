/** The commands and options of `job-gateway`. The arguments are checked by this table, and the help is made from it. */
import { ROLES } from '@gateway/core';

import { LOG_LEVELS } from '../logger.js';

/** The configuration file if `--config` names none. */
export const DEFAULT_CONFIG = 'config/gateway.yaml';

/** What the help shows of an option: the word for its value, and what it is. */
interface OptionText {
  readonly value: string;
  readonly text: string;
}

/** The options that have a value. */
export const OPTIONS = {
  config: {
    value: 'FILE',
    text: `the configuration file; without it, that of JOB_GATEWAY_CONFIG, or ${DEFAULT_CONFIG}`,
  },
  'first-run': { value: 'FOLDER', text: 'where a gateway without a configuration writes one, with an admin token' },
  'log-level': { value: 'LEVEL', text: `what is logged: ${LOG_LEVELS.join(', ')}; without it, info` },
  source: { value: 'NAME', text: 'the only source to try' },
  role: { value: 'ROLE', text: `what the token may do: ${ROLES.join(', ')}; without it, viewer` },
} as const satisfies Record<string, OptionText>;

/** The name of an option that has a value. */
export type OptionName = keyof typeof OPTIONS;

/** What follows the name of a command, what the command does, and which options it has. */
interface CommandText {
  readonly argument?: string;
  readonly text: string;
  readonly options: readonly OptionName[];
}

/** The commands; `start` is the one without a name. */
export const COMMANDS = {
  start: { text: 'start the gateway', options: ['config', 'first-run', 'log-level'] },
  check: {
    text: 'try the sources, and print what to do about each fault',
    options: ['config', 'first-run', 'log-level', 'source'],
  },
  health: { text: 'request the probe of the running gateway', options: ['config', 'first-run'] },
  backup: {
    argument: 'FOLDER',
    text: 'copy the embedded store to a folder, also while the gateway runs',
    options: ['config', 'first-run', 'log-level'],
  },
  restore: {
    argument: 'FOLDER',
    text: 'make the embedded store from a backup, while no gateway runs',
    options: ['config', 'first-run', 'log-level'],
  },
  token: { argument: 'NAME', text: 'print a new token and its line for the configuration', options: ['role'] },
} as const satisfies Record<string, CommandText>;

/** The name of a command. */
export type CommandName = keyof typeof COMMANDS;

/** True for the name of a command that a person can type. */
export function isNamedCommand(name: string): name is Exclude<CommandName, 'start'> {
  return name !== 'start' && Object.hasOwn(COMMANDS, name);
}

/** The commands that have an option. */
export function commandsWith(option: OptionName): CommandName[] {
  return Object.entries<CommandText>(COMMANDS)
    .filter(([, { options }]) => options.includes(option))
    .map(([name]) => name as CommandName);
}
