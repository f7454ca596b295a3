/**
 * The number of the format in which a store keeps its data. Every store has it beside its data, so that an earlier version of
 * the gateway refuses a store that it would misread.
 */

import { isObject, parseJson } from '@gateway/core';

/** A format, and the first version of the gateway that reads it. */
export interface StoreFormat {
  readonly format: number;
  readonly readableSince: string;
}

/**
 * The format that this version writes. It reads this one and all earlier ones. The number increases only with a change that
 * earlier versions cannot read.
 */
export const STORE_FORMAT: StoreFormat = { format: 1, readableSince: '0.1.0' };

const VERSION = /^[\w.+-]{1,40}$/;

/** The format as text. Every format is written in this form, so that every version can read its number. */
export function formatText({ format, readableSince }: StoreFormat): string {
  return JSON.stringify({ format, readable_since: readableSince });
}

/** Parses the text of a format; `undefined` if it is not valid. */
export function parseFormat(text: string): StoreFormat | undefined {
  const value = parseJson(text);
  if (!isObject(value)) return undefined;
  const { format, readable_since: readableSince } = value;
  if (typeof format !== 'number' || !Number.isSafeInteger(format) || format < 1) return undefined;
  return typeof readableSince === 'string' && VERSION.test(readableSince) ? { format, readableSince } : undefined;
}

/** Why this version cannot read a format, for a person; `undefined` if it can. */
export function formatObstacle({ format, readableSince }: StoreFormat): string | undefined {
  if (format <= STORE_FORMAT.format) return undefined;
  const own = STORE_FORMAT.format;
  return `has format ${format}, which needs gateway ${readableSince} or later; this version reads formats up to ${own}`;
}
