/** ONTAP's general parameters, with its limits. */

import {
  type ParameterRules,
  parseParameters,
  type QueryParameters,
  unexpectedValue,
} from '../query/query-parameters.js';

/** Accepted by every request. `return_timeout` has no effect: reads come from memory and actions are sent immediately. */
const GENERAL = ['pretty', 'return_records', 'return_timeout'];
const MAX_TIMEOUT_SECONDS = 120;
/** The parameters that may be empty, because NetApp's clients send them so. A filter may not: it would select everything. */
export const MAY_BE_EMPTY: readonly string[] = ['fields', 'order_by'];
/** `$orderBy` is ONTAP's other name of `order_by`. */
const RULES: ParameterRules = { aliases: { $orderBy: 'order_by' }, mayBeEmpty: MAY_BE_EMPTY };

/**
 * Parses a query text (without `?`) with the endpoint's own parameters and ONTAP's general ones. Throws a `Problem` like
 * `parseParameters`, and if a general parameter is invalid.
 */
export function parseOntapParameters(text: string, own: readonly string[]): QueryParameters {
  const parameters = parseParameters(text, [...own, ...GENERAL], RULES);
  readWholeNumber(parameters, 'return_timeout', 0, MAX_TIMEOUT_SECONDS);
  for (const name of ['pretty', 'return_records']) readFlag(parameters, name, true);
  return parameters;
}

/** Reads a boolean parameter; case is ignored. Throws a `Problem` for any other value. */
export function readFlag(parameters: QueryParameters, name: string, defaultValue: boolean): boolean {
  const value = parameters.get(name);
  const flag = value?.toLowerCase() ?? String(defaultValue);
  if (flag !== 'true' && flag !== 'false') throw unexpectedValue(name, value ?? '', 'true or false');
  return flag === 'true';
}

/** Reads a whole number; `undefined` if the parameter is missing. Throws a `Problem` for any other value. */
export function readWholeNumber(
  parameters: QueryParameters,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const value = parameters.get(name);
  if (value === undefined) return undefined;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : -1;
  if (number < min || number > max) throw unexpectedValue(name, value, `a whole number from ${min} to ${max}`);
  return number;
}
