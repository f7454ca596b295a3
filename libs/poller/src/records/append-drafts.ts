import {
  type AppendContext,
  type ChangeDraft,
  type JobStore,
  type JobView,
  type RejectedDraft,
  type Revision,
} from '@gateway/core';

/** What `appendDrafts` needs. */
export interface AppendDeps {
  readonly store: Pick<JobStore, 'append'>;
  readonly view: Pick<JobView, 'revisionOf'>;
  /** Resolves when the view shows a revision; throws `StoreUnavailableError`. */
  readonly shown: (revision: Revision) => Promise<void>;
}

/** What became of some drafts. */
export interface Appended {
  /** As in `AppendResult`, of the last append. */
  readonly revision: Revision;
  /** Number of drafts written. */
  readonly written: number;
  /** Number of written drafts whose records the store had lost, damaged, or in another version than the view. */
  readonly repaired: number;
  /** Drafts that were not written because the record has changed, or holds a later observation. */
  readonly rejected: readonly RejectedDraft[];
  /** Number of drafts that the store rejects although no change explains it. */
  readonly refused: number;
}

/**
 * Appends drafts with different ids. The view may be behind the store, so a rejected draft is judged when the view has
 * caught up. If the view still shows what the draft is based on, and the store has something else, then the store has
 * lost or damaged the record: no change is the reason. Such a draft is repeated once, based on what the store has. Throws
 * as `JobStore.append` and `shown`.
 */
export async function appendDrafts(
  { shown, store, view }: AppendDeps,
  drafts: readonly ChangeDraft[],
  context: AppendContext,
): Promise<Appended> {
  const first = await store.append(drafts, context);
  const written = drafts.length - first.rejected.length;
  if (first.rejected.length === 0) return { ...first, written, repaired: 0, refused: 0 };
  await shown(first.revision);
  const disputed = disputedDrafts(drafts, first.rejected, view);
  const rejected = first.rejected.filter(({ id }) => !disputed.has(id));
  if (disputed.size === 0) return { revision: first.revision, written, repaired: 0, rejected, refused: 0 };
  const second = await store.append([...disputed.values()], context);
  if (second.rejected.length > 0) await shown(second.revision);
  const refused = disputedDrafts(drafts, second.rejected, view);
  const repaired = disputed.size - second.rejected.length;
  return {
    revision: second.revision,
    written: written + repaired,
    repaired,
    rejected: [...rejected, ...second.rejected.filter(({ id }) => !refused.has(id))],
    refused: refused.size,
  };
}

/** The drafts on which store and view disagree, by id, based on what the store has. */
function disputedDrafts(
  drafts: readonly ChangeDraft[],
  rejected: readonly RejectedDraft[],
  view: Pick<JobView, 'revisionOf'>,
): ReadonlyMap<string, ChangeDraft> {
  const stored = new Map(rejected.map((each) => [each.id, each]));
  const disputed = new Map<string, ChangeDraft>();
  for (const draft of drafts) {
    const rejection = stored.get(draft.id);
    const isUnchanged = view.revisionOf(draft.id) === draft.expectedRevision;
    if (!rejection || !isUnchanged || rejection.stored === draft.expectedRevision) continue;
    disputed.set(draft.id, { ...draft, expectedRevision: rejection.stored });
  }
  return disputed;
}
