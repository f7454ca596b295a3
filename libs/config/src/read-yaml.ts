import { LineCounter } from 'yaml';

import { ConfigError } from './config-error.js';
import { FileProblem } from './file-problem.js';
import { FILE_LIMIT, type FileReader } from './file-reader.js';
import { type ParsedYaml, parseYaml } from './parse-yaml.js';
import { YamlFault } from './yaml-fault.js';

/** The list in a YAML file. */
export interface YamlList {
  readonly items: readonly unknown[];
  /** `file:line:column` of the value at these keys, or of the innermost value around it. */
  readonly placeOf: (keys: readonly string[]) => string;
}

/**
 * Reads a file that holds one YAML mapping. Throws a `ConfigError` with one fault that quotes nothing of the text: the
 * position of a syntax error may be inside a password.
 */
export function readYaml(file: string, reader: FileReader): object {
  const { value } = parse(file, readText(file, file, reader), new LineCounter());
  if (isEmpty(value)) throw faulty(file, file, 'is empty');
  if (Array.isArray(value)) throw faulty(file, file, 'expected a mapping, got a list');
  if (typeof value !== 'object') throw faulty(file, file, `expected a mapping, got a ${typeof value}`);
  return value;
}

/** Reads a file that holds one YAML list; `name` is its name in messages. Throws like `readYaml`. */
export function readYamlList(path: string, name: string, reader: FileReader): YamlList {
  const lines = new LineCounter();
  const { offsetAt, value } = parse(name, readText(path, name, reader), lines);
  if (isEmpty(value)) throw faulty(name, name, 'is empty, expected a list of sources; a list of none is []');
  if (!Array.isArray(value)) throw faulty(name, name, `expected a list of sources, got a ${nameOfType(value)}`);
  const placeOf = (keys: readonly string[]): string => {
    const { col, line } = lines.linePos(offsetAt(keys));
    return `${name}:${line}:${col}`;
  };
  return { items: value, placeOf };
}

function readText(path: string, name: string, reader: FileReader): string {
  try {
    return reader.text(path, FILE_LIMIT);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    throw faulty(name, name, error.message);
  }
}

function parse(name: string, text: string, lines: LineCounter): ParsedYaml {
  try {
    return parseYaml(text, lines);
  } catch (fault) {
    if (!(fault instanceof YamlFault)) throw fault;
    const { line, col } = lines.linePos(fault.offset);
    const message = `${fault.problem} at line ${line}, column ${col} (${fault.detail})${hint(text, line)}`;
    throw faulty(name, `${name}:${line}:${col}`, message);
  }
}

function isEmpty(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function nameOfType(value: unknown): string {
  return typeof value === 'object' ? 'mapping' : typeof value;
}

/** YAML parses the braces of `{ password: ${NAME} }` as a mapping. */
function hint(text: string, line: number): string {
  return text.split('\n')[line - 1]?.includes('${') ? '; inside { } or [ ] write "${NAME}" in quotes' : '';
}

function faulty(file: string, path: string, message: string): ConfigError {
  return new ConfigError(file, [{ path, message }]);
}
