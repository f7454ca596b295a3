import {
  type JobField,
  type JobGroup,
  type JobSummary,
  MAX_GROUPS,
  type Scalar,
  type SummaryQuery,
} from '@gateway/core';

import { SEGMENT_ROWS, ValueColumn } from '../index/columns.js';
import { type JobIndex } from '../index/job-index.js';
import { isSourceField, type Segment } from '../index/segment.js';
import { eachMatch } from './each-match.js';
import { valueReader } from './row-test.js';
import { compareValues } from './sort-order.js';
import { type TimeSlice } from './time-slice.js';

/**
 * Counts the selected jobs by groups, from the counters alone if they are sufficient. The counts belong to the index
 * at the time of the call, whatever is written to it before the promise resolves. Returns `undefined` if there are more
 * than `MAX_GROUPS` groups.
 */
export async function summarize(
  index: JobIndex,
  query: SummaryQuery,
  slice: TimeSlice,
): Promise<JobSummary | undefined> {
  const { groupBy } = query;
  const groups = new Groups();
  const stateCounts = groupBy.every(({ indexed }) => indexed) ? index.stateCounts(query) : undefined;
  if (stateCounts) {
    for (const { values, count } of stateCounts) {
      groups.add(
        groupBy.map(({ indexed }) => indexed && values[indexed]),
        count,
      );
    }
  } else {
    await countGroups(index, query, slice, groups);
  }
  if (groups.size > MAX_GROUPS) return undefined;
  // To sort many groups, and to format them afterwards, are long steps.
  if (slice.spentNow()) await slice.next();
  const summary = groups.inOrder();
  if (slice.spentNow()) await slice.next();
  return summary;
}

/**
 * Counts the rows of each segment by the codes of their values, and then adds one count for each group. A scan visits one
 * segment after the other; a walk of sorted sets returns to them.
 */
async function countGroups(index: JobIndex, query: SummaryQuery, slice: TimeSlice, groups: Groups): Promise<void> {
  const { groupBy } = query;
  const counted: SegmentGroups[] = [];
  await eachMatch(index.candidates(query), query, slice, (segment) => {
    counted.at(-1)?.moveTo(groups);
    const counting = new SegmentGroups(groupBy, segment);
    counted.push(counting);
    return (slot) => {
      counting.count(slot);
      return groups.size <= MAX_GROUPS;
    };
  });
  for (const ofSegment of counted) {
    ofSegment.moveTo(groups);
    if (groups.size > MAX_GROUPS) return;
    if (slice.spent()) await slice.next();
  }
}

/** Combined codes of several columns are numbers in this base. */
const CODES = SEGMENT_ROWS + 1;

/** The counts of one segment, by the combined codes of the grouping fields. */
class SegmentGroups {
  readonly #codes: readonly ((slot: number) => number)[];
  readonly #counts = new Map<number, { readonly slot: number; count: number }>();

  constructor(
    private readonly groupBy: readonly JobField[],
    private readonly segment: Segment,
  ) {
    this.#codes = groupBy.map((field) => codeReader(field, segment));
  }

  count(slot: number): void {
    let code = 0;
    for (const codeOf of this.#codes) code = code * CODES + codeOf(slot);
    const group = this.#counts.get(code);
    if (group) group.count += 1;
    else this.#counts.set(code, { slot, count: 1 });
  }

  /** Adds the counts to those of the groups, and begins again at 0. */
  moveTo(groups: Groups): void {
    const readers = this.groupBy.map((field) => valueReader(field, this.segment));
    for (const { count, slot } of this.#counts.values()) {
      groups.add(
        readers.map((read) => read(slot)),
        count,
      );
    }
    this.#counts.clear();
  }
}

/** Equal codes have equal values. */
function codeReader(field: JobField, segment: Segment): (slot: number) => number {
  const column = isSourceField(field) ? segment.sources : segment.fields.of(field);
  if (column instanceof ValueColumn) return (slot) => column.codes[slot] as number;
  const read = valueReader(field, segment);
  const codes = new Map<Scalar | undefined, number>();
  return (slot) => {
    const value = read(slot);
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  };
}

class Groups {
  readonly #counts = new Map<string, { readonly values: JobGroup['values']; count: number }>();
  #total = 0;

  get size(): number {
    return this.#counts.size;
  }

  add(values: readonly (Scalar | undefined)[], count: number): void {
    const key = JSON.stringify(values);
    const group = this.#counts.get(key);
    if (group) group.count += count;
    else this.#counts.set(key, { values, count });
    this.#total += count;
  }

  inOrder(): JobSummary {
    return { groups: [...this.#counts.values()].sort(compareGroups), total: this.#total };
  }
}

function compareGroups(a: JobGroup, b: JobGroup): number {
  for (const [at, value] of a.values.entries()) {
    const difference = compareValues(value, b.values[at], false);
    if (difference !== 0) return difference;
  }
  return 0;
}
