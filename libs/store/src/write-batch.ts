import { type ChangeDraft } from '@gateway/core';

const MAX_DRAFTS = 200;
const MAX_CHARACTERS = 250_000;

/** How much of a batch is written at once, so that neither Redis nor the event loop is held for long. */
export class WriteBatch {
  #drafts = 0;
  #characters = 0;

  /** Counts a draft in and tells whether there was room for it; the first one always has room. */
  tryAdd(draft: ChangeDraft): boolean {
    const characters = draft.type === 'put' ? draft.text.length : 0;
    const full = this.#drafts >= MAX_DRAFTS || this.#characters + characters > MAX_CHARACTERS;
    if (full && this.#drafts > 0) return false;
    this.#drafts += 1;
    this.#characters += characters;
    return true;
  }
}

/** A batch cut into slices that are each written at once; an empty batch is one empty slice. */
export function* writeBatchesOf(drafts: readonly ChangeDraft[]): Generator<readonly ChangeDraft[], void, undefined> {
  let from = 0;
  let limit = new WriteBatch();
  for (const [at, draft] of drafts.entries()) {
    if (limit.tryAdd(draft)) continue;
    yield drafts.slice(from, at);
    from = at;
    limit = new WriteBatch();
    limit.tryAdd(draft);
  }
  yield drafts.slice(from);
}
