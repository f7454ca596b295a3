/** Where the gaps of a source are on a band of time. */

/** A period in which jobs may have been missed; without `to` while it lasts. */
export interface Gap {
  readonly from: string;
  readonly to?: string | undefined;
}

/** A gap on a band: begin and width as parts of the band's length, from 0 to 1. */
export interface BandGap {
  readonly gap: Gap;
  readonly isOpen: boolean;
  readonly left: number;
  readonly width: number;
  readonly seconds: number;
}

/** A narrower gap or record is drawn with this part of the band's length, so that it can be seen and pressed. */
const MIN_WIDTH = 0.008;

/** The gaps that a band from `begin` to `end` (ms since the epoch) shows, oldest first. */
export function bandGaps(gaps: readonly Gap[], begin: number, end: number): readonly BandGap[] {
  return gaps.flatMap((gap) => {
    const from = Date.parse(gap.from);
    const to = gap.to === undefined ? Math.max(end, from) : Date.parse(gap.to);
    if (to < begin || from > end) return [];
    const width = Math.max((Math.min(to, end) - Math.max(from, begin)) / (end - begin), MIN_WIDTH);
    const left = Math.min((Math.max(from, begin) - begin) / (end - begin), 1 - width);
    return [{ gap, isOpen: gap.to === undefined, left, width, seconds: (to - from) / 1_000 }];
  });
}

/** The parts of a band from `start` to its end that no gap covers, oldest first, as parts of its length. */
export function coveredParts(
  gaps: readonly BandGap[],
  start = 0,
): readonly { readonly left: number; readonly width: number }[] {
  const parts: { left: number; width: number }[] = [];
  let covered = start;
  for (const { left, width } of [...gaps].sort((one, other) => one.left - other.left)) {
    if (left > covered) parts.push({ left: covered, width: left - covered });
    covered = Math.max(covered, left + width);
  }
  if (covered < 1) parts.push({ left: covered, width: 1 - covered });
  return parts;
}

/** Where the observation of a source begins on a band, as a part of its length: with the first poll, or at the end without one. */
export function observationBegins(firstPoll: string | undefined, begin: number, end: number): number {
  if (firstPoll === undefined) return 1;
  return Math.min(Math.max((Date.parse(firstPoll) - begin) / (end - begin), 0), 1 - MIN_WIDTH);
}

/** The time spans of several gaps, in ms since the epoch, joined where they overlap; a gap that lasts ends at `now`. */
export function mergedSpans(gaps: readonly Gap[], now: number): readonly (readonly [from: number, to: number])[] {
  const spans = gaps
    .map(({ from, to }): [number, number] => [Date.parse(from), to === undefined ? now : Date.parse(to)])
    .sort(([one], [other]) => one - other);
  const merged: [number, number][] = [];
  for (const [from, to] of spans) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
