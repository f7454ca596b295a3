import { QueryValueError } from '@gateway/core';

import { Problem } from '../problems/problem.js';
import { quoted } from './query-parameters.js';

/**
 * Reads the value of a query parameter. Converts a `QueryValueError` to a `Problem` that contains the parameter, the
 * position in its value, and what was expected there.
 */
export function inParameter<T>(name: string, value: string, read: (value: string) => T): T {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof QueryValueError)) throw error;
    const { position, expected } = error;
    const found = position < value.length ? quoted(value.slice(position)) : 'its end';
    const detail = `${name}, at position ${position} (${found}): expected ${expected}`;
    throw new Problem('invalid-parameter', detail, { target: name, position });
  }
}

/** Reads a parameter that may be missing; returns `undefined` if it is. Throws like `inParameter`. */
export function inOptionalParameter<T>(
  parameters: ReadonlyMap<string, string>,
  name: string,
  read: (value: string) => T,
): T | undefined {
  const value = parameters.get(name);
  return value === undefined ? undefined : inParameter(name, value, read);
}
