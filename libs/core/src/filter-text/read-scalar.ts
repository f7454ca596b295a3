/** Reads the values of fields: texts, numbers, times, booleans and enum values. */

import { type Scalar, type ScalarField } from '../job-fields.js';

/**
 * Returns the time to which relative times refer, in ms since the epoch. It is called only for values with a
 * relative time.
 */
export type Now = () => number;

const NUMBER = /^[+-]?\d{1,15}(\.\d{1,9})?$/;
const ABSOLUTE = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;
const RELATIVE = /^([+-]\d{1,6})([smhdw])$/;
/** The units of durations, in ms. */
export const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Reads a value of a field; `undefined` if the text is not a valid value. */
export function readScalar(field: ScalarField, text: string, now: Now): Scalar | undefined {
  switch (field.type) {
    case 'text':
      return text;
    case 'enum':
      return field.values?.includes(text) ? text : undefined;
    case 'number':
      return NUMBER.test(text) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'time':
      return readTime(text, now);
    default:
      return field.type satisfies never;
  }
}

/** Describes the values of a field, for use after "expected". */
export function expectedOf(field: ScalarField): string {
  switch (field.type) {
    case 'text':
      return 'a text';
    case 'enum':
      return `one of ${field.values?.join(', ')}`;
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'time':
      return 'a time with an offset, such as 2026-01-31T12:00:00Z, a date, now, or a relative time such as -2h (s, m, h, d, w)';
    default:
      return field.type satisfies never;
  }
}

/** A space can only be a `+` that was not percent-encoded. */
function readTime(text: string, now: Now): number | undefined {
  if (text === 'now') return now();
  const fixed = text.replace(' ', '+');
  const [relative, count, unit = ''] = RELATIVE.exec(fixed) ?? [];
  if (relative !== undefined) return now() + Number(count) * (UNIT_MS[unit] ?? NaN);
  return readInstant(fixed);
}

/** Reads a date, which is its start in UTC, or a time with an offset; returns ms since the epoch, or `undefined`. */
export function readInstant(text: string): number | undefined {
  const [, date] = ABSOLUTE.exec(text) ?? [];
  const ms = date !== undefined && isDate(date) ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/** Rejects dates such as February 30, which `Date.parse` accepts as March 2. */
function isDate(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
