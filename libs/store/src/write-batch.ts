import { type ChangeDraft } from '@gateway/core';

/** Maximum number of drafts in a write, and of characters in their texts. */
export interface WriteLimits {
  readonly drafts: number;
  readonly characters: number;
}

/** Limits how many drafts are written at once, so that a write blocks neither Redis nor the event loop for long. */
export class WriteBatch {
  #drafts = 0;
  #characters = 0;

  constructor(private readonly limits: WriteLimits) {}

  /** Adds a draft unless the batch is full; returns whether it was added. The first draft is always added. */
  tryAdd(draft: ChangeDraft): boolean {
    const characters = draft.type === 'put' ? draft.text.length : 0;
    const full = this.#drafts >= this.limits.drafts || this.#characters + characters > this.limits.characters;
    if (full && this.#drafts > 0) return false;
    this.#drafts += 1;
    this.#characters += characters;
    return true;
  }
}

/** Divides drafts into write batches, in order. No drafts give one empty batch. */
export function* writeBatchesOf(
  drafts: readonly ChangeDraft[],
  limits: WriteLimits,
): Generator<readonly ChangeDraft[], void, undefined> {
  let from = 0;
  let limit = new WriteBatch(limits);
  for (const [at, draft] of drafts.entries()) {
    if (limit.tryAdd(draft)) continue;
    yield drafts.slice(from, at);
    from = at;
    limit = new WriteBatch(limits);
    limit.tryAdd(draft);
  }
  yield drafts.slice(from);
}
