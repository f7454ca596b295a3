/** Completion of a command line: pure, from the words before the cursor. */
import { JOB_COLUMNS } from '../output/job-columns.js';
import { FORMATS } from '../output/output.js';
import { FIELD_VALUES, FILTER_FIELDS } from './fields.js';
import { type Line } from './words.js';

/** A command as completion sees it. */
export interface CommandShape {
  readonly name: string;
  readonly options: readonly OptionShape[];
  readonly commands: readonly CommandShape[];
}

/** An option with its names, such as `-f` and `--filter`. */
export interface OptionShape {
  readonly names: readonly string[];
  readonly takesValue: boolean;
}

/** What completion has to look up; each is only called if it is needed. */
export interface Lookups {
  readonly contexts: () => readonly string[];
  readonly sources: () => Promise<readonly string[]>;
  readonly ids: () => readonly string[];
}

/** Commands whose arguments are ids of jobs, and those whose arguments are names of sources. */
const WITH_IDS = ['get', 'watch', 'wait', 'cancel', 'pause', 'resume', 'open'];
const WITH_SOURCES = ['sources', 'poll'];

/** The words that can stand at the cursor, each whole. */
export async function complete(program: CommandShape, line: Line, lookups: Lookups): Promise<readonly string[]> {
  const { command, option, path } = readWords(program, line.words);
  const candidates = option
    ? await valuesOf(option, path, line.current, lookups)
    : line.current.startsWith('-')
      ? [...command.options, ...program.options].flatMap(({ names }) => names)
      : await argumentsOf(command, path, lookups);
  return [...new Set(candidates)].filter((candidate) => candidate.startsWith(line.current));
}

/** The command that the words name, and the option whose value is at the cursor. */
function readWords(
  program: CommandShape,
  words: readonly string[],
): { readonly command: CommandShape; readonly path: readonly string[]; readonly option: string | undefined } {
  let command = program;
  const path: string[] = [];
  let option: string | undefined;
  for (const word of words) {
    if (option !== undefined) {
      option = undefined;
    } else if (word.startsWith('-')) {
      const shape = [...command.options, ...program.options].find(({ names }) => names.includes(word));
      option = shape?.takesValue ? shape.names.at(-1) : undefined;
    } else {
      const next = command.commands.find(({ name }) => name === word);
      if (next === undefined) continue;
      command = next;
      path.push(next.name);
    }
  }
  return { command, path, option };
}

async function argumentsOf(
  command: CommandShape,
  path: readonly string[],
  lookups: Lookups,
): Promise<readonly string[]> {
  const [first = '', second] = path;
  if (command.commands.length > 0) return command.commands.map(({ name }) => name);
  if (WITH_IDS.includes(first)) return lookups.ids();
  if (WITH_SOURCES.includes(first)) return lookups.sources();
  if (first === 'contexts' && second !== undefined) return lookups.contexts();
  return first === 'completion' ? ['bash', 'zsh', 'fish'] : [];
}

async function valuesOf(
  option: string,
  path: readonly string[],
  current: string,
  lookups: Lookups,
): Promise<readonly string[]> {
  switch (option) {
    case '--output':
      return FORMATS;
    case '--context':
      return lookups.contexts();
    case '--columns':
      return afterComma(
        current,
        JOB_COLUMNS.map(({ name }) => name),
      );
    case '--by':
      return afterComma(current, FILTER_FIELDS);
    case '--sort':
      return FILTER_FIELDS.flatMap((field) => [field, `${field} desc`]);
    case '--filter':
      return path[0] === 'actions' ? [] : filterTerms(current, lookups);
    default:
      return [];
  }
}

/** The last item of a list, with the items before it. */
function afterComma(current: string, names: readonly string[]): readonly string[] {
  const begin = current.slice(0, current.lastIndexOf(',') + 1);
  return names.map((name) => `${begin}${name}`);
}

/** The last term of a filter, with the terms before it: a field and its operator, or the last value of a field. */
async function filterTerms(current: string, lookups: Lookups): Promise<readonly string[]> {
  const begin = current.slice(0, current.lastIndexOf(' ') + 1);
  const term = current.slice(begin.length);
  const equals = term.indexOf('=');
  if (equals < 0) return FILTER_FIELDS.map((field) => `${begin}${field}=`);
  const field = term.slice(0, equals);
  const values =
    field === 'source.name' ? await lookups.sources() : field === 'id' ? lookups.ids() : FIELD_VALUES[field];
  const kept = begin + (/^.*[=|!]/.exec(term)?.[0] ?? '');
  return [...(values ?? []), ...(kept.endsWith('=') ? ['null', '!null'] : [])].map((value) => `${kept}${value}`);
}
