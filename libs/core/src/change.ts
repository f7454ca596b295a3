import { type Revision } from './revision.js';

/** One entry of the change log. A `put` carries the whole job as JSON text; a `remove` means retention let it go. */
export type Change =
  | { readonly type: 'put'; readonly id: string; readonly revision: Revision; readonly text: string }
  | { readonly type: 'remove'; readonly id: string; readonly revision: Revision };

/**
 * A change somebody wants to make. `expectedRevision` is the revision of the record it was derived from (`undefined`: there was
 * none); the store refuses the draft when the record has moved on since.
 */
export type ChangeDraft =
  | {
      readonly type: 'put';
      readonly id: string;
      readonly expectedRevision: Revision | undefined;
      readonly text: string;
    }
  | { readonly type: 'remove'; readonly id: string; readonly expectedRevision: Revision };
