/** What requests to the face may bring besides fields: ONTAP's own parameters, with its limits. */

import { Problem, valid } from '../problems/problem.js';
import { type QueryParameters, quoted, readParameters } from '../query/query-parameters.js';

/** Taken with every request. Answers come from memory and actions are sent at once, so `return_timeout` changes nothing. */
const ALWAYS = ['pretty', 'return_records', 'return_timeout'];
const LONGEST_TIMEOUT = 120;

/** Reads a query text (without its `?`): ONTAP's general parameters, and those named. Throws the `Problem` with it. */
export function readOntapParameters(text: string, further: readonly string[]): QueryParameters {
  const parameters = valid(readParameters(text, [...further, ...ALWAYS]));
  readWhole(parameters, 'return_timeout', 0, LONGEST_TIMEOUT);
  for (const name of ['pretty', 'return_records']) readFlag(parameters, name, true);
  return parameters;
}

/** A parameter that is true or false, in whatever case; `usual` where it is not given. */
export function readFlag(parameters: QueryParameters, name: string, usual: boolean): boolean {
  const value = parameters.get(name);
  const flag = value?.toLowerCase() ?? String(usual);
  if (flag !== 'true' && flag !== 'false') throw notTaken(name, value ?? '', 'true or false');
  return flag === 'true';
}

/** A parameter that is a whole number; `undefined` where it is not given. */
export function readWhole(parameters: QueryParameters, name: string, from: number, to: number): number | undefined {
  const value = parameters.get(name);
  if (value === undefined) return undefined;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : -1;
  if (number < from || number > to) throw notTaken(name, value, `a whole number from ${from} to ${to}`);
  return number;
}

function notTaken(name: string, value: string, expected: string): Problem {
  const detail = `${name} does not take ${quoted(value)}; expected ${expected}`;
  return new Problem('invalid-parameter', detail, { target: name });
}
