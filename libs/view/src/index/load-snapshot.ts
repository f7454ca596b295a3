import { type StoredJob } from '@gateway/core';

import { type TimeSlice } from '../query/time-slice.js';
import { valueAt } from './field-columns.js';
import { IndexBuilder } from './index-builder.js';
import { type JobIndex } from './job-index.js';
import { parseStored } from './parse-stored.js';

/** The result of loading a snapshot. */
export interface LoadedSnapshot {
  readonly index: JobIndex;
  /** Ids of jobs whose records are damaged: they are not the JSON of a job. The index does not contain them. */
  readonly damaged: readonly string[];
  /** The earliest `updated_time` of the terminal jobs, in ms since the epoch; `Infinity` if there are none. */
  readonly oldestTerminalUpdate: number;
}

/** Builds an index from a snapshot of the store. If a job occurs twice, its later revision counts. */
export async function loadSnapshot(
  snapshot: AsyncIterable<readonly StoredJob[]>,
  slice: TimeSlice,
): Promise<LoadedSnapshot> {
  const builder = new IndexBuilder();
  const damaged: string[] = [];
  let oldestTerminalUpdate = Infinity;
  for await (const batch of snapshot) {
    for (const stored of batch) {
      if (slice.spent()) await slice.next();
      if (!builder.isNewer(stored)) continue;
      const row = parseStored(stored);
      if (!row) {
        damaged.push(stored.id);
        continue;
      }
      builder.add(row);
      const updated = Number(valueAt(row.fields, 'updated_time'));
      if (valueAt(row.fields, 'terminal') === true && updated < oldestTerminalUpdate) oldestTerminalUpdate = updated;
    }
  }
  return { index: await builder.build(slice), damaged, oldestTerminalUpdate };
}
