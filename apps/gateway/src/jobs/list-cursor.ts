/** The opaque `start` cursor: a position in the order of jobs, bound to the filters of the list it was made for. */

import { createHash } from 'node:crypto';

import { type JobQuery, type PagePosition, parseJobId } from '@gateway/core';

const FINGERPRINT_LENGTH = 8;

/** A short text that is the same for the same filters, in whatever order they and their values were given. */
export function fingerprint(filters: JobQuery['filters']): string {
  const sorted = Object.entries(filters)
    .map(([field, values]) => [field, [...new Set(values)].sort()])
    .sort();
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, FINGERPRINT_LENGTH);
}

/** Makes the cursor of the page after `position`. */
export function encodeCursor(position: PagePosition, filters: string): string {
  return Buffer.from(JSON.stringify([position.createdTime, position.id, filters])).toString('base64url');
}

/** The position a cursor stands for; `undefined` for anything that was not made here for these filters. */
export function decodeCursor(cursor: string, filters: string): PagePosition | undefined {
  const decoded = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Array.isArray(decoded)) return undefined;
  const [createdTime, id, boundTo] = decoded as unknown[];
  if (typeof createdTime !== 'string' || typeof id !== 'string' || boundTo !== filters) return undefined;
  const position = { createdTime, id };
  const made = !Number.isNaN(Date.parse(createdTime)) && parseJobId(id) && encodeCursor(position, filters) === cursor;
  return made ? position : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
