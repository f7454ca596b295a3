/** The opaque page cursor (`start`): a position in a sorted list. It is valid only for the query it was created for. */

import { createHash } from 'node:crypto';

import { type PagePosition, parseJson, type RecordSelection, type ScalarField, type SortKey } from '@gateway/core';

const FINGERPRINT_LENGTH = 12;

/** Content of a cursor. */
export interface PageCursor {
  readonly position: PagePosition;
  /** `queryFingerprint` of the query. */
  readonly fingerprint: string;
  /** The time to which relative times in the query refer, in ms since the epoch; absent if there are none. */
  readonly relativeTo?: number;
}

/** A fingerprint of selection and sort order. The order of filters and of their alternatives does not change it. */
export function queryFingerprint(
  { filters, search }: RecordSelection<ScalarField> & { readonly search?: readonly string[] },
  orderBy: readonly SortKey<ScalarField>[],
): string {
  const conditions = filters.map(({ any, field, negated }) =>
    JSON.stringify([field.path, negated, any.map((condition) => JSON.stringify(condition)).sort()]),
  );
  const order = orderBy.map(({ descending, field }) => [field.path, descending]);
  const text = JSON.stringify([conditions.sort(), search, order]);
  return createHash('sha256').update(text).digest('base64url').slice(0, FINGERPRINT_LENGTH);
}

/** Encodes a cursor as text that is safe in a URL. */
export function encodeCursor({ fingerprint, position, relativeTo }: PageCursor): string {
  const content = [position.values, position.id, fingerprint, ...(relativeTo === undefined ? [] : [relativeTo])];
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** Decodes a cursor of records with ids; `undefined` for a text that `encodeCursor` cannot have returned. */
export function decodeCursor(text: string, isId: (text: string) => boolean): PageCursor | undefined {
  const content = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  if (!Array.isArray(content)) return undefined;
  const [values, id, fingerprint, relativeTo] = content as unknown[];
  if (!isScalars(values) || typeof id !== 'string' || !isId(id)) return undefined;
  if (typeof fingerprint !== 'string' || !isOptionalTime(relativeTo)) return undefined;
  const position = { values, id };
  const cursor = { position, fingerprint, ...(relativeTo === undefined ? {} : { relativeTo }) };
  return encodeCursor(cursor) === text ? cursor : undefined;
}

/** True if the position has a value of the right type, or `null`, for each sort key. */
export function fitsOrder({ values }: PagePosition, orderBy: readonly SortKey<ScalarField>[]): boolean {
  return values.length === orderBy.length && orderBy.every(({ field }, at) => isValueOf(field, values[at]));
}

function isValueOf({ type }: ScalarField, value: unknown): boolean {
  if (value === null) return true;
  switch (type) {
    case 'text':
    case 'enum':
      return typeof value === 'string';
    case 'number':
    case 'time':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return type satisfies never;
  }
}

function isScalars(values: unknown): values is PagePosition['values'] {
  return Array.isArray(values) && values.every((value) => value === null || typeof value !== 'object');
}

function isOptionalTime(value: unknown): value is number | undefined {
  return value === undefined || Number.isSafeInteger(value);
}
