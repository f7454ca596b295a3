/** Filters and sort keys, as they result from parsing a query. */

import { type JobField, type Scalar, type ScalarField } from './job-fields.js';

/**
 * A condition on the value of a field. `like` contains the texts between the wildcards: the value starts with the
 * first, ends with the last, and contains the others in between, in order. An absent value only meets `absent`, and
 * `not` of any other condition.
 */
export type Condition =
  | { readonly is: 'absent' }
  | { readonly is: 'equal' | 'less' | 'at_most' | 'greater' | 'at_least'; readonly value: Scalar }
  | { readonly is: 'between'; readonly from: Scalar; readonly to: Scalar }
  | { readonly is: 'like'; readonly parts: readonly string[] }
  | { readonly is: 'not'; readonly condition: Condition };

/** A requirement for one field: any of the conditions is met; if `negated`, none is. */
export interface Filter<F extends ScalarField = JobField> {
  readonly field: F;
  readonly negated: boolean;
  readonly any: readonly Condition[];
}

/** A sort key. Texts are compared by their first 320 characters; absent values are last, ascending or descending. */
export interface SortKey<F extends ScalarField = JobField> {
  readonly field: F;
  readonly descending: boolean;
}
