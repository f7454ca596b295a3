import { type StoredJob, type Timestamp } from '@gateway/core';

import { type TimeSlice } from '../query/time-slice.js';
import { JobIndex } from './job-index.js';
import { type IndexedJob } from './job-order.js';
import { parseStored } from './parse-stored.js';

/** The result of loading a snapshot. */
export interface LoadedSnapshot {
  readonly index: JobIndex;
  /** Ids of jobs whose text is not JSON; the index does not contain them. */
  readonly unreadable: readonly string[];
  /** The earliest `updated_time` of the terminal jobs; absent if there are none. */
  readonly oldestTerminalUpdate: Timestamp | undefined;
}

/**
 * Builds an index from a snapshot of the store. If a job occurs twice, its later revision counts. Records that the
 * current index already contains are not parsed again.
 */
export async function loadSnapshot(
  snapshot: AsyncIterable<readonly StoredJob[]>,
  current: JobIndex,
  slice: TimeSlice,
): Promise<LoadedSnapshot> {
  const index = new JobIndex();
  const unreadable: string[] = [];
  let oldestTerminalUpdate: Timestamp | undefined;
  for await (const batch of snapshot) {
    for (const stored of batch) {
      if (slice.spent()) await slice.next();
      if (!index.isNewer(stored)) continue;
      const entry = sameRecord(current, stored) ?? parseStored(stored);
      if (!entry) {
        unreadable.push(stored.id);
        continue;
      }
      index.put(entry);
      const { terminal, updated_time } = entry.job;
      if (terminal && (!oldestTerminalUpdate || updated_time < oldestTerminalUpdate))
        oldestTerminalUpdate = updated_time;
    }
  }
  return { index, unreadable, oldestTerminalUpdate };
}

function sameRecord(index: JobIndex, { id, revision }: StoredJob): IndexedJob | undefined {
  const entry = index.get(id);
  return entry?.revision === revision ? entry : undefined;
}
