/** Examples of parameters in the OpenAPI description. Each of them is accepted as it stands. */

import { type JobField, DEFAULT_ORDER } from '@gateway/core';

import { encodeCursor, queryFingerprint } from '../query/page-cursor.js';

/** A job id. */
export const EXAMPLE_ID = 'east~1cd8a442-86d1-11e0-ae1c-123478563412';

/** The cursor of a list without filters and order, behind all jobs of 2026 and later. */
export const EXAMPLE_CURSOR = encodeCursor({
  fingerprint: queryFingerprint({ filters: [] }, DEFAULT_ORDER),
  position: { values: [Date.UTC(2026, 0, 1)], id: EXAMPLE_ID },
});

/** A filter on a field; one on a text where the field is not known. */
export function exampleFilter(field: JobField | undefined): string {
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
