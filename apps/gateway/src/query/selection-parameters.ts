/** Query parameters of the endpoints that select jobs: every scalar field is a filter, and `query` is the search. */

import { jobField, type Revision, SCALAR_PATHS } from '@gateway/core';

import { linkTo, parseParameters, type QueryParameters } from './query-parameters.js';

/** Represents the filters on labels wherever parameters are listed. */
export const LABEL_PARAMETER = 'source.labels.<name>';

/** The parameters besides filters that lists and watches have in common. */
const LINKED = ['fields', 'query'];

/** The parameters of an endpoint for documentation and problem texts: its own parameters, then all filters. */
export function selectionParameters(own: readonly string[]): readonly string[] {
  return [...own, ...SCALAR_PATHS, LABEL_PARAMETER];
}

/**
 * Parses a query text (without `?`) with the endpoint's own parameters and filters. Those in `mayBeEmpty` count as missing if
 * they are empty. Throws like `parseParameters`.
 */
export function parseSelectionParameters(
  text: string,
  own: readonly string[],
  mayBeEmpty: readonly string[] = [],
): QueryParameters {
  const isOffered = (name: string): boolean => own.includes(name) || jobField(name) !== undefined;
  return parseParameters(text, selectionParameters(own), { isOffered, mayBeEmpty });
}

/** Formats a link to another endpoint with the same filters, search and `fields`; `after` is its start revision. */
export function selectionLink(path: string, parameters: QueryParameters, after?: Revision): string {
  const selecting = [...parameters].filter(([name]) => LINKED.includes(name) || jobField(name) !== undefined);
  return linkTo(path, new Map([...selecting, ...(after === undefined ? [] : [['after', after] as const])]));
}
