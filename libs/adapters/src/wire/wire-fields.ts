/**
 * Guards for the fields of a response. Each guard returns the value in the gateway's form, or `undefined` if the value
 * is absent or has the wrong type.
 */
import { type Timestamp } from '@gateway/core';

/** An object with unchecked fields. */
export type WireObject = Readonly<Record<string, unknown>>;

/** The value as an object; `undefined` for anything else, also for arrays and `null`. */
export function asObject(value: unknown): WireObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WireObject) : undefined;
}

/** The items of an array; no items for anything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * A text that is not blank, of any length: `boundedJob` shortens the texts of a job. Backends send a blank text where there
 * is no value.
 */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The defined words joined to one text. */
export function joinTexts(words: readonly (string | undefined)[], separator: string): string | undefined {
  return asText(words.filter((word) => word !== undefined).join(separator));
}

/** A whole number of at least 0. */
export function asCount(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(?:(Z)|([+-]\d\d):?(\d\d))$/i;

/**
 * An ISO 8601 time in UTC, truncated to milliseconds. `undefined` for a time without an offset, which is ambiguous, and
 * for a time up to 1970-01-01, which is how backends written in Go or Java print an unset time.
 */
export function asTimestamp(value: unknown): Timestamp | undefined {
  const parts = typeof value === 'string' ? INSTANT.exec(value) : null;
  if (!parts) return undefined;
  const [, local, fraction = '', zulu, offsetHours, offsetMinutes] = parts;
  const ms = Date.parse(`${local}${fraction.slice(0, 4)}${zulu ? 'Z' : `${offsetHours}:${offsetMinutes}`}`);
  return ms > 0 ? new Date(ms).toISOString() : undefined;
}

/** The optional keys of `T`. */
type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

/** `T`, with `undefined` allowed for optional fields. */
type WithUndefined<T> = { [K in keyof T]: K extends OptionalKeys<T> ? T[K] | undefined : T[K] };

/** A copy without the fields that are `undefined`. Runs for every job of every poll. */
export function withoutUndefined<T extends object>(fields: WithUndefined<T>): T {
  const present: Partial<Record<keyof T, unknown>> = {};
  for (const name in fields) {
    if (fields[name] !== undefined) present[name] = fields[name];
  }
  return present as T;
}
