import { type Job, jobField, type JobSource } from '@gateway/core';

import { COLUMN_PATHS, type FieldColumns, memberOf } from './field-columns.js';

/** The rows that `JobFields` reads. */
export interface FieldRows {
  readonly fields: FieldColumns;
  id(slot: number): string;
  nativeId(slot: number): string;
  source(slot: number): JobSource;
}

/**
 * A job whose scalar fields are read from the columns of a segment, at each access. It has no other members: no tasks, results,
 * arguments of errors, actions or links.
 */
class JobFields {
  constructor(
    readonly segment: FieldRows,
    readonly slot: number,
  ) {}

  get id(): string {
    return this.segment.id(this.slot);
  }

  get native_id(): string {
    return this.segment.nativeId(this.slot);
  }

  get source(): JobSource {
    return this.segment.source(this.slot);
  }
}

for (const member of new Set(COLUMN_PATHS.map(memberOf))) {
  const inMember = COLUMN_PATHS.filter((path) => path.startsWith(`${member}.`));
  const parts = inMember.map((path) => path.slice(member.length + 1));
  const get = parts.length === 0 ? scalarGetter(member) : objectGetter(member, parts);
  Object.defineProperty(JobFields.prototype, member, { get });
}

/** The scalar fields of a row as a job; see `JobFields`. */
export function jobFieldsOf(segment: FieldRows, slot: number): Job {
  return new JobFields(segment, slot) as unknown as Job;
}

function scalarGetter(path: string): (this: JobFields) => unknown {
  return function read(this: JobFields) {
    return valueAt(this, path);
  };
}

/** The object of the parts that have a value; `undefined` if none has. */
function objectGetter(member: string, parts: readonly string[]): (this: JobFields) => unknown {
  return function read(this: JobFields) {
    let object: Record<string, unknown> | undefined;
    for (const part of parts) {
      const value = valueAt(this, `${member}.${part}`);
      if (value !== undefined) (object ??= {})[part] = value;
    }
    return object;
  };
}

function valueAt({ segment, slot }: JobFields, path: string): unknown {
  const value = segment.fields.value(path, slot);
  return value !== undefined && jobField(path)?.type === 'time' ? new Date(Number(value)).toISOString() : value;
}
