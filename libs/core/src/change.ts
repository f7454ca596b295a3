import { type Revision } from './revision.js';

/** An entry of the change log. `put` contains the whole record as JSON text; `remove` is a removal by retention. */
export type Change =
  | { readonly type: 'put'; readonly id: string; readonly revision: Revision; readonly text: string }
  | { readonly type: 'remove'; readonly id: string; readonly revision: Revision };

/**
 * A change that has not been written yet. `expectedRevision` is the revision of the record that the draft is based on;
 * `undefined` if there was no record, or a damaged one without a revision. The store rejects the draft if the record has
 * another revision.
 */
export type ChangeDraft =
  | {
      readonly type: 'put';
      readonly id: string;
      readonly expectedRevision: Revision | undefined;
      readonly text: string;
    }
  | { readonly type: 'remove'; readonly id: string; readonly expectedRevision: Revision | undefined };
