/** The text of `job-gateway --help`. */
import { COMMANDS, commandsWith, isNamedCommand, type OptionName, OPTIONS } from './commands.js';

/** The lines of the help: every command and every option, with one line each. */
export function helpLines(): readonly string[] {
  const { start, ...named } = COMMANDS;
  const commands: Row[] = Object.entries(named).map(([name, command]) => [
    'argument' in command ? `${name} ${command.argument}` : name,
    command.text,
  ]);
  return [
    'Usage: job-gateway [COMMAND] [OPTION]...',
    '',
    'Commands:',
    ...aligned([['(none)', start.text], ...commands, ['help', 'print this text']]),
    '',
    'Options:',
    ...aligned([...Object.keys(OPTIONS).map((name) => optionRow(name as OptionName)), ...OTHERS]),
    '',
    'SIGHUP makes a gateway read its configuration at once; SIGTERM and SIGINT stop it.',
    'Exit code: 0; 1 if the command failed; 2 if its arguments, or the configuration of a gateway that starts, are wrong.',
  ];
}

type Row = readonly [left: string, text: string];

const OTHERS: readonly Row[] = [
  ['--version', 'print the version'],
  ['-h, --help', 'print this text'],
];

function optionRow(name: OptionName): Row {
  const { text, value } = OPTIONS[name];
  const commands = commandsWith(name);
  const only = commands.includes('start') ? '' : `${commands.filter(isNamedCommand).join(', ')}: `;
  return [`--${name} ${value}`, `${only}${text}`];
}

function aligned(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, text]) => `  ${left.padEnd(width)}  ${text}`);
}
