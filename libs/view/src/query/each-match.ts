import { type JobSelection } from '@gateway/core';

import { type Candidates } from '../index/job-index.js';
import { segmentOf, slotOf } from '../index/row-table.js';
import { type Segment } from '../index/segment.js';
import { type RowTest, rowTestOf } from './row-test.js';
import { type TimeSlice } from './time-slice.js';
import { visibleSources } from './visible-sources.js';

/** A row of a sorted set costs several times as much as the next row of a segment. */
const SET_COST = 8;

/** Handles the matches of one segment. */
export type SegmentVisitor = (segment: Segment) => SlotVisit;
/** Handles a match. Returns `false` to end the search. */
export type SlotVisit = (slot: number) => boolean | void;

/**
 * Visits every match among the candidates, in any order and in time slices. `visitor` is called once for each segment.
 */
export async function eachMatch(
  candidates: Candidates,
  selection: JobSelection,
  slice: TimeSlice,
  visitor: SegmentVisitor,
): Promise<void> {
  const inSets = candidates.sets.reduce((sum, { size }) => sum + size, 0);
  if (inSets * SET_COST < candidates.size) await eachInSets(candidates, selection, slice, visitor);
  else await eachInSegments(candidates, selection, slice, visitor);
}

async function eachInSets(
  { segments, sets }: Candidates,
  selection: JobSelection,
  slice: TimeSlice,
  visitor: SegmentVisitor,
): Promise<void> {
  const known = new Map<Segment, { readonly test: RowTest; readonly visit: SlotVisit }>();
  for (const rows of sets) {
    for (const row of rows.after()) {
      if (slice.spent()) await slice.next();
      const segment = segmentOf(segments, row);
      let entry = known.get(segment);
      if (!entry) known.set(segment, (entry = { test: rowTestOf(selection, segment), visit: visitor(segment) }));
      if (entry.test(slotOf(row)) && entry.visit(slotOf(row)) === false) return;
    }
  }
}

async function eachInSegments(
  { current, end, segments, version }: Candidates,
  selection: JobSelection,
  slice: TimeSlice,
  visitor: SegmentVisitor,
): Promise<void> {
  const { scope, ...selectionOfAll } = selection;
  for (const segment of segments) {
    if (segment === undefined) continue;
    const length = segment === current ? end : segment.length;
    const [test, visit] = [rowTestOf(selectionOfAll, segment), visitor(segment)];
    // Here and not in the test: most of the time of a scan is that of the calls of tests.
    const visible = scope && visibleSources(scope, segment);
    const { codes } = segment.sources;
    for (let slot = 0; slot < length; slot += 1) {
      if (slice.spent()) await slice.next();
      const diedAt = segment.diedAt[slot] as number;
      if (diedAt !== 0 && diedAt <= version) continue;
      if (visible !== undefined && visible[codes[slot] as number] === 0) continue;
      if (test(slot) && visit(slot) === false) return;
    }
  }
}
