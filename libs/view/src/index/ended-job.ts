import { type EndedJob, type Revision } from '@gateway/core';

import { type ViewRecord } from './view-record.js';

/** The fields of a terminal job, which are read at each access: most callers need one of them. */
class EndedRow implements EndedJob {
  constructor(private readonly record: ViewRecord) {}

  get id(): string {
    return this.record.id;
  }

  get source(): string {
    return this.record.segment.source(this.record.slot).name;
  }

  get revision(): Revision {
    return this.record.revision;
  }

  get updatedMs(): number {
    return Number(this.record.segment.fields.value('updated_time', this.record.slot));
  }
}

/** The ended job of a record; `undefined` if it is not terminal. */
export function endedJobOf(record: ViewRecord): EndedJob | undefined {
  return record.segment.fields.value('terminal', record.slot) === true ? new EndedRow(record) : undefined;
}
