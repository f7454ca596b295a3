import { Problem } from '../problems/problem.js';
import { quoted } from './query-parameters.js';
import { QueryFault } from './query-fault.js';

/**
 * Reads the value of a query parameter. Turns a `QueryFault` into the problem that names the parameter, the position in its
 * value and what was expected there.
 */
export function inParameter<T>(name: string, value: string, read: (value: string) => T): T {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error;
    const { position, expected } = error;
    const found = position < value.length ? quoted(value.slice(position)) : 'its end';
    const detail = `${name}, at position ${position} (${found}): expected ${expected}`;
    throw new Problem('invalid-parameter', detail, { target: name });
  }
}
