/**
 * Guards for the fields of a backend's answer. Nothing a backend sends is trusted: each guard gives the value in the
 * gateway's own form, or `undefined` where the value is absent or of the wrong type.
 */
import { type Timestamp } from '@gateway/core';

/** Texts longer than this many UTF-16 units are cut: one job must not outweigh all others. */
export const MAX_TEXT_LENGTH = 4096;

/** An object whose fields are still unchecked. */
export type WireObject = Readonly<Record<string, unknown>>;

/** The value as an object; arrays and `null` are none. */
export function asObject(value: unknown): WireObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WireObject) : undefined;
}

/** The value's items, or none where it is no array. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that says something, cut to `MAX_TEXT_LENGTH`; backends write an empty text for an absent one. */
export function asText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  if (value.length <= MAX_TEXT_LENGTH) return value;
  const splitsPair = /[\uD800-\uDBFF]/.test(value.charAt(MAX_TEXT_LENGTH - 1));
  return value.slice(0, splitsPair ? MAX_TEXT_LENGTH - 1 : MAX_TEXT_LENGTH);
}

/** The words that are there, joined to one text that is cut like any other. */
export function joinTexts(words: readonly (string | undefined)[], separator: string): string | undefined {
  return asText(words.filter((word) => word !== undefined).join(separator));
}

/** A whole number that is not negative. */
export function asCount(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(?:(Z)|([+-]\d\d):?(\d\d))$/i;

/**
 * An ISO 8601 instant in UTC, cut (not rounded) to milliseconds. A time without an offset could mean anything and is
 * dropped; so is one not after 1970, which is how an unset time is printed by backends written in Go or Java.
 */
export function asTimestamp(value: unknown): Timestamp | undefined {
  const parts = typeof value === 'string' ? INSTANT.exec(value) : null;
  if (!parts) return undefined;
  const [, local, fraction = '', zulu, offsetHours, offsetMinutes] = parts;
  const ms = Date.parse(`${local}${fraction.slice(0, 4)}${zulu ? 'Z' : `${offsetHours}:${offsetMinutes}`}`);
  return ms > 0 ? new Date(ms).toISOString() : undefined;
}

/** The keys of `T` that may be left out. */
type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

/** `T`, with `undefined` allowed where a field may be left out. */
type WithUndefined<T> = { [K in keyof T]: K extends OptionalKeys<T> ? T[K] | undefined : T[K] };

/** The fields that have a value: absent is absent, neither `undefined` nor `null`. Runs for every job of every poll. */
export function withoutAbsent<T extends object>(fields: WithUndefined<T>): T {
  const present: Partial<Record<keyof T, unknown>> = {};
  for (const name in fields) {
    if (fields[name] !== undefined) present[name] = fields[name];
  }
  return present as T;
}
