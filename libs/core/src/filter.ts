/** What a filter asks of one field, and the keys of an order: words only, no text is parsed here. */

import { type JobField, type Scalar } from './job-fields.js';

/**
 * One thing asked of a value. `like` holds the texts between the wildcards: the value begins with the first, ends with the
 * last, and has those between in that order. An absent value meets `absent` and `not`, nothing else.
 */
export type Condition =
  | { readonly is: 'absent' }
  | { readonly is: 'equal' | 'less' | 'at_most' | 'greater' | 'at_least'; readonly value: Scalar }
  | { readonly is: 'between'; readonly from: Scalar; readonly to: Scalar }
  | { readonly is: 'like'; readonly parts: readonly string[] }
  | { readonly is: 'not'; readonly condition: Condition };

/** A job meets a filter when one of the conditions holds for its value, or with `negated` when none does. */
export interface Filter {
  readonly field: JobField;
  readonly negated: boolean;
  readonly any: readonly Condition[];
}

/** One key of an order. Texts are compared by their first 320 characters; absent values come last either way. */
export interface SortKey {
  readonly field: JobField;
  readonly descending: boolean;
}
