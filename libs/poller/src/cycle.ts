import {
  type Adapter,
  BackendError,
  type ChangeDraft,
  type Clock,
  type JobStore,
  type JobView,
  type ObservedJob,
  type PollAnswer,
  type ViewedJob,
} from '@gateway/core';

import { type Compared, diffObserved, diffVanished, missingFrom } from './diff.js';
import { type MergeContext } from './merge.js';

const BATCH = 250;
const IN_FLIGHT = 2;

/** What a cycle works with. */
export interface CycleParts {
  readonly adapter: Adapter;
  readonly store: JobStore;
  readonly view: JobView;
  readonly clock: Clock;
  readonly compared: Compared;
  readonly context: (now: number) => MergeContext;
  readonly retentionMs: number;
  readonly random: () => number;
}

/** What a cycle came to. `trouble` says why it was only partial. */
export interface CycleResult {
  readonly began: number;
  readonly answer: PollAnswer;
  readonly changed: number;
  readonly trouble?: string;
}

/**
 * One cycle of a source: poll, write what changed, ask for active jobs the poll did not list, declare the vanished.
 * Returns when the view shows all of it. Throws `BackendError` when the poll failed, and what the store throws.
 */
export async function runCycle(
  parts: CycleParts,
  cursor: string | undefined,
  fencing: number,
  signal: AbortSignal,
): Promise<CycleResult> {
  const began = parts.clock.now();
  const answer = await parts.adapter.poll(cursor, signal);
  const write = writer(parts, began, fencing, signal);
  const keepAfter = new Date(began - parts.retentionMs).toISOString();
  for (let at = 0; at < answer.jobs.length; at += BATCH) {
    const batch = answer.jobs.slice(at, at + BATCH);
    await write(diffObserved(batch, parts.view, parts.context(parts.clock.now()), keepAfter, parts.compared));
  }
  const absenceCounts = answer.form === 'delta' || answer.complete;
  const listed = new Set(answer.jobs.map((job) => job.native_id));
  const missing = absenceCounts ? missingFrom(parts.view.present(parts.context(began).source.name), listed) : NONE;
  if (answer.form === 'snapshot') {
    await write(diffVanished(missing.ended, parts.context(parts.clock.now())));
  }
  const asked = await askEach(rotated(missing.active, parts.random), parts.adapter, signal);
  const context = parts.context(parts.clock.now());
  await write(diffObserved(asked.found, parts.view, context, keepAfter, parts.compared));
  const changed = await write(diffVanished(asked.vanished, context));
  const trouble = asked.trouble ?? (answer.complete ? undefined : 'malformed: part of the listing could not be read');
  return { began, answer, changed, ...(trouble === undefined ? {} : { trouble }) };
}

const NONE: ReturnType<typeof missingFrom> = { ended: [], active: [] };

function writer(parts: CycleParts, observedAt: number, fencing: number, signal: AbortSignal) {
  const source = parts.context(observedAt).source.name;
  let changed = 0;
  return async function write(drafts: readonly ChangeDraft[]): Promise<number> {
    if (drafts.length === 0) return changed;
    const result = await parts.store.append(drafts, { source, observedAt, fencing });
    await parts.view.reached(result.revision, signal);
    changed += drafts.length - result.refused.length;
    return changed;
  };
}

interface Asked {
  readonly found: ObservedJob[];
  readonly vanished: ViewedJob[];
  trouble?: string;
}

/**
 * Asks for jobs one by one. A job our role may not read is left as it is; a backend that stops answering ends the asking,
 * and who was not asked is asked in the next cycle.
 */
async function askEach(jobs: readonly ViewedJob[], adapter: Adapter, signal: AbortSignal): Promise<Asked> {
  const asked: Asked = { found: [], vanished: [] };
  const queue = jobs.values();
  const worker = async (): Promise<void> => {
    for (const known of queue) {
      try {
        const observed = await adapter.get(known.job.native_id, signal);
        if (observed === undefined) asked.vanished.push(known);
        else asked.found.push(observed);
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        asked.trouble = `${error.code}: ${error.message}`;
        if (error.code !== 'refused' && error.code !== 'malformed') return;
      }
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return asked;
}

/** Begins somewhere else each time, so that a deadline does not always cut off the same jobs. */
function rotated<T>(items: readonly T[], random: () => number): readonly T[] {
  const start = Math.floor(random() * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
