/** The opaque `start` cursor: a position in the order of a list, bound to the question it was made for. */

import { createHash } from 'node:crypto';

import { type JobField, type JobSelection, type PagePosition, parseJobId, type SortKey } from '@gateway/core';

const FINGERPRINT_LENGTH = 12;

/** What a cursor says. */
export interface PageCursor {
  readonly position: PagePosition;
  /** The fingerprint of its question. */
  readonly question: string;
  /** The moment the question's relative times count from, in ms; absent where there are none. */
  readonly moment?: number;
}

/** A short text that is the same for the same question, in whatever order its filters and their alternatives were given. */
export function fingerprint({ filters, search }: JobSelection, orderBy: readonly SortKey[]): string {
  const asked = filters.map(({ any, field, negated }) =>
    JSON.stringify([field.path, negated, any.map((condition) => JSON.stringify(condition)).sort()]),
  );
  const order = orderBy.map(({ descending, field }) => [field.path, descending]);
  const text = JSON.stringify([asked.sort(), search, order]);
  return createHash('sha256').update(text).digest('base64url').slice(0, FINGERPRINT_LENGTH);
}

/** Writes a cursor. */
export function encodeCursor({ moment, position, question }: PageCursor): string {
  const content = [position.values, position.id, question, ...(moment === undefined ? [] : [moment])];
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** Reads a cursor; `undefined` for anything that was not written by `encodeCursor`. */
export function decodeCursor(text: string): PageCursor | undefined {
  const content = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  if (!Array.isArray(content)) return undefined;
  const [values, id, question, moment] = content as unknown[];
  if (!isScalars(values) || typeof id !== 'string' || parseJobId(id) === undefined) return undefined;
  if (typeof question !== 'string' || !isMoment(moment)) return undefined;
  const position = { values, id };
  const cursor = { position, question, ...(moment === undefined ? {} : { moment }) };
  return encodeCursor(cursor) === text ? cursor : undefined;
}

/** True when a position has a value, or none, of the right type for each key of an order. */
export function fitsOrder({ values }: PagePosition, orderBy: readonly SortKey[]): boolean {
  return values.length === orderBy.length && orderBy.every(({ field }, at) => isValueOf(field, values[at]));
}

function isValueOf({ type }: JobField, value: unknown): boolean {
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

function isMoment(value: unknown): value is number | undefined {
  return value === undefined || Number.isSafeInteger(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
