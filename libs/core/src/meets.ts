/** Defines when a value meets a condition. All results of the indexes must agree with this. */

import { type Condition, type Filter } from './filter.js';
import { type Scalar, type ScalarField } from './job-fields.js';

/** True if a value matches a filter. */
export function meetsFilter(value: Scalar | undefined, { any, negated }: Filter<ScalarField>): boolean {
  return any.some((condition) => meets(value, condition)) !== negated;
}

/** True if the value meets the condition. An absent value only meets `absent`, and `not` of any other condition. */
export function meets(value: Scalar | undefined, condition: Condition): boolean {
  if (condition.is === 'not') return !meets(value, condition.condition);
  if (value === undefined) return condition.is === 'absent';
  switch (condition.is) {
    case 'absent':
      return false;
    case 'equal':
      return value === condition.value;
    case 'less':
      return value < condition.value;
    case 'at_most':
      return value <= condition.value;
    case 'greater':
      return value > condition.value;
    case 'at_least':
      return value >= condition.value;
    case 'between':
      return value >= condition.from && value <= condition.to;
    case 'like':
      return isLike(String(value), condition.parts);
    default:
      return condition satisfies never;
  }
}

/**
 * True if the text starts with the first part, ends with the last part, and contains the others in between, in order
 * and without overlap. A single part must be the whole text. Each part is searched once, from the end of the previous
 * one, so the time is bounded whatever the number of parts.
 */
export function isLike(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length < 2) return text === first;
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (let between = 1; between < parts.length - 1; between += 1) {
    const part = parts[between] ?? '';
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}
