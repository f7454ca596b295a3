/** Examples of parameters in the OpenAPI description. The API accepts each of them. */

import { DEFAULT_ORDER, type ScalarField } from '@gateway/core';

import { encodeCursor, queryFingerprint } from '../query/page-cursor.js';

/** A job id. */
export const EXAMPLE_ID = 'east~1cd8a442-86d1-11e0-ae1c-123478563412';

/** The page cursor of a list with no filters and the default order, positioned after all jobs since 2026. */
export const EXAMPLE_CURSOR = encodeCursor({
  fingerprint: queryFingerprint({ filters: [] }, DEFAULT_ORDER),
  position: { values: [Date.UTC(2026, 0, 1)], id: EXAMPLE_ID },
});

/** An example filter for a field; a text filter if the field is undefined. */
export function exampleFilter(field: ScalarField | undefined): string {
  const { type = 'text', values = [] } = field ?? {};
  switch (type) {
    case 'enum':
      return values.slice(0, 2).join('|');
    case 'number':
      return '0..600';
    case 'time':
      return '>-2h';
    case 'boolean':
      return 'true';
    case 'text':
      return '*vol*|!null';
    default:
      return type satisfies never;
  }
}
