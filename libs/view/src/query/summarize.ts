import {
  type JobField,
  type JobGroup,
  type JobSummary,
  MAX_GROUPS,
  type Scalar,
  type SummaryQuery,
} from '@gateway/core';

import { CODES, ValueColumn } from '../index/columns.js';
import { type JobIndex } from '../index/job-index.js';
import { isSourceField, type Segment } from '../index/segment.js';
import { Distribution } from './distribution.js';
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
  const { groupBy, percentilesOf } = query;
  const groups = new Groups();
  const areCounted = percentilesOf === undefined && groupBy.every(({ indexed }) => indexed);
  const stateCounts = areCounted ? index.stateCounts(query) : undefined;
  if (stateCounts) {
    for (const { values, count } of stateCounts) {
      groups.add({ values: groupBy.map(({ indexed }) => indexed && values[indexed]), count });
    }
  } else {
    await countGroups(index, query, slice, groups);
  }
  if (groups.size > MAX_GROUPS) return undefined;
  // To sort many groups, and to format them afterwards, are long steps.
  if (slice.spentNow()) await slice.next();
  const { groups: sorted, total } = groups.inOrder();
  if (slice.spentNow()) await slice.next();
  return { groups: percentilesOf ? await withPercentiles(sorted, slice) : sorted, total };
}

async function withPercentiles(groups: readonly Group[], slice: TimeSlice): Promise<readonly JobGroup[]> {
  const finished: JobGroup[] = [];
  for (const { count, numbers, values } of groups) {
    const percentiles = numbers?.percentiles();
    finished.push({ values, count, ...(percentiles && { percentiles }) });
    if (slice.spentNow()) await slice.next();
  }
  return finished;
}

/**
 * Counts the rows of each segment by the codes of their values, and then adds one count for each group. A scan visits one
 * segment after the other; a walk of sorted sets returns to them.
 */
async function countGroups(index: JobIndex, query: SummaryQuery, slice: TimeSlice, groups: Groups): Promise<void> {
  const counted: SegmentGroups[] = [];
  await eachMatch(index.candidates(query), query, slice, (segment) => {
    counted.at(-1)?.moveTo(groups);
    const counting = new SegmentGroups(query, segment);
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

/** The counts of one segment, by the combined codes of the grouping fields. */
class SegmentGroups {
  readonly #codes: readonly ((slot: number) => number)[];
  readonly #numbers: ((slot: number) => Scalar | undefined) | undefined;
  readonly #counts = new Map<number, { readonly slot: number; readonly numbers?: Distribution; count: number }>();

  constructor(
    private readonly query: SummaryQuery,
    private readonly segment: Segment,
  ) {
    this.#codes = query.groupBy.map((field) => codeReader(field, segment));
    this.#numbers = query.percentilesOf && valueReader(query.percentilesOf, segment);
  }

  count(slot: number): void {
    let code = 0;
    for (const codeOf of this.#codes) code = code * CODES + codeOf(slot);
    let group = this.#counts.get(code);
    if (group === undefined) {
      group = { slot, count: 0, ...(this.#numbers && { numbers: new Distribution() }) };
      this.#counts.set(code, group);
    }
    group.count += 1;
    const number = this.#numbers?.(slot);
    if (typeof number === 'number') group.numbers?.add(number);
  }

  /** Adds the counts to those of the groups, and begins again at 0. */
  moveTo(groups: Groups): void {
    const readers = this.query.groupBy.map((field) => valueReader(field, this.segment));
    for (const { count, numbers, slot } of this.#counts.values()) {
      const values = readers.map((read) => read(slot));
      groups.add({ values, count, ...(numbers && { numbers }) });
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

/** A group while it is counted. */
interface Group {
  readonly values: JobGroup['values'];
  readonly count: number;
  /** The numbers whose percentiles are requested. */
  readonly numbers?: Distribution;
}

class Groups {
  readonly #groups = new Map<string, { -readonly [P in keyof Group]: Group[P] }>();
  #total = 0;

  get size(): number {
    return this.#groups.size;
  }

  add({ count, numbers, values }: Group): void {
    const key = JSON.stringify(values);
    const group = this.#groups.get(key);
    this.#total += count;
    if (group === undefined) {
      this.#groups.set(key, { values, count, ...(numbers && { numbers }) });
      return;
    }
    group.count += count;
    if (numbers) group.numbers?.addAll(numbers);
  }

  inOrder(): { readonly groups: readonly Group[]; readonly total: number } {
    return { groups: [...this.#groups.values()].sort(compareGroups), total: this.#total };
  }
}

function compareGroups(a: Group, b: Group): number {
  for (const [at, value] of a.values.entries()) {
    const difference = compareValues(value, b.values[at], false);
    if (difference !== 0) return difference;
  }
  return 0;
}
