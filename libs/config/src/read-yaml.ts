import { LineCounter } from 'yaml';

import { ConfigError } from './config-error.js';
import { FileProblem } from './file-problem.js';
import { FILE_LIMIT, type FileReader } from './file-reader.js';
import { parseYaml } from './parse-yaml.js';
import { YamlFault } from './yaml-fault.js';

/**
 * Reads a file that holds one YAML mapping. Throws a `ConfigError` with one fault that quotes nothing of the text: the
 * position of a syntax error may be inside a password.
 */
export function readYaml(file: string, reader: FileReader): object {
  const value = valueOf(file, readText(file, reader));
  if (value === null || value === undefined) throw faulty(file, file, 'is empty');
  if (Array.isArray(value)) throw faulty(file, file, 'expected a mapping, got a list');
  if (typeof value !== 'object') throw faulty(file, file, `expected a mapping, got a ${typeof value}`);
  return value;
}

function readText(file: string, reader: FileReader): string {
  try {
    return reader.text(file, FILE_LIMIT);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    throw faulty(file, file, error.message);
  }
}

function valueOf(file: string, text: string): unknown {
  const lines = new LineCounter();
  try {
    return parseYaml(text, lines);
  } catch (fault) {
    if (!(fault instanceof YamlFault)) throw fault;
    const { line, col } = lines.linePos(fault.offset);
    const message = `${fault.problem} at line ${line}, column ${col} (${fault.detail})${hint(text, line)}`;
    throw faulty(file, `${file}:${line}:${col}`, message);
  }
}

/** YAML parses the braces of `{ password: ${NAME} }` as a mapping. */
function hint(text: string, line: number): string {
  return text.split('\n')[line - 1]?.includes('${') ? '; inside { } or [ ] write "${NAME}" in quotes' : '';
}

function faulty(file: string, path: string, message: string): ConfigError {
  return new ConfigError(file, [{ path, message }]);
}
