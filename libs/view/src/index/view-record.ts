import { type Job, type Revision, type ViewedJob } from '@gateway/core';

import { type Row, segmentOf, type Segments, slotOf } from './row-table.js';
import { type Segment } from './segment.js';

/** A record of the view: a row of a segment, which is decoded at each access. It stays valid after it was replaced. */
export class ViewRecord implements ViewedJob {
  constructor(
    readonly segment: Segment,
    readonly slot: number,
  ) {}

  get id(): string {
    return this.segment.id(this.slot);
  }

  get revision(): Revision {
    return this.segment.revision(this.slot);
  }

  get text(): string {
    return this.segment.text(this.slot);
  }

  /** Parses the text: about 5 µs. */
  get job(): Job {
    return JSON.parse(this.text) as Job;
  }

  /** The bytes of the text without its shared parts: about its characters. */
  get characters(): number {
    return this.segment.characters(this.slot);
  }
}

/** The record in a row. */
export function recordAt(segments: Segments, row: Row): ViewRecord {
  return new ViewRecord(segmentOf(segments, row), slotOf(row));
}
