import { readFileSync } from 'node:fs';

import { type Document, LineCounter, parseDocument } from 'yaml';

import { ConfigError } from './config-error.js';

/** The most aliases in a file. Stops a small text that expands to gigabytes. */
const MAX_ALIASES = 1_000;

/**
 * Reads a file that holds one YAML mapping. Throws a `ConfigError` with one fault that quotes nothing of the text: the
 * position of a syntax error may be inside a password.
 */
export function readYaml(file: string): object {
  const text = readText(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const [error] = [...document.errors, ...document.warnings];
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    const what = error.code.toLowerCase().replaceAll('_', ' ');
    throw faulty(
      `${file}:${line}:${col}`,
      `not valid YAML at line ${line}, column ${col} (${what})${hint(text, line)}`,
    );
  }
  const value = toValue(file, document);
  if (value === null || value === undefined) throw faulty(file, 'is empty');
  if (Array.isArray(value)) throw faulty(file, 'expected a mapping, got a list');
  if (typeof value !== 'object') throw faulty(file, `expected a mapping, got a ${typeof value}`);
  return value;

  function faulty(path: string, message: string): ConfigError {
    return new ConfigError(file, [{ path, message }]);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(file, [{ path: file, message: `cannot be read (${(error as NodeJS.ErrnoException).code})` }]);
  }
}

function toValue(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const message = `has an alias without its anchor, or aliases that expand to more than ${MAX_ALIASES}`;
    throw new ConfigError(file, [{ path: file, message }]);
  }
}

/** YAML parses the braces of `{ password: ${NAME} }` as a mapping. */
function hint(text: string, line: number): string {
  return text.split('\n')[line - 1]?.includes('${') ? '; inside { } or [ ] write "${NAME}" in quotes' : '';
}
