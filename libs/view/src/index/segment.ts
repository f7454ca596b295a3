import { type Job, type JobField, jobField, type JobSource, type Revision, type Scalar } from '@gateway/core';

import { SEGMENT_ROWS, ValueColumn } from './columns.js';
import { FieldColumns, hasColumn } from './field-columns.js';
import { jobFieldsOf } from './job-fields.js';
import { type NewRow } from './parse-stored.js';
import { joinText, nativeIdOf } from './record-text.js';

/** Bytes for the texts of a segment, without their shared parts. The pages of a buffer use memory once they are written. */
const TEXT_BYTES = SEGMENT_ROWS * 1_024;
/** A character has at most three bytes in UTF-8 per UTF-16 unit. */
const MAX_BYTES_PER_CHARACTER = 3;

const ID = jobField('id');
const NATIVE_ID = jobField('native_id');

/**
 * Up to 4,096 records as bytes and columns. Rows are only added, and a row never changes, so a segment and a slot give the
 * same record at any time. A row dies when its record is replaced or removed.
 */
export class Segment {
  readonly ids: string[] = [];
  readonly fields = new FieldColumns();
  readonly sources = new ValueColumn<JobSource>();
  /** `created_time`, by which rows are sorted. */
  readonly createdMs = this.fields.created.times;
  /** The version of the table in which a row died; 0 for a live row. */
  readonly diedAt = new Float64Array(SEGMENT_ROWS);
  live = 0;
  readonly #bytes: Buffer;
  readonly #ends = new Uint32Array(SEGMENT_ROWS);
  readonly #heads = new ValueColumn<string>();
  readonly #tails = new ValueColumn<string>();
  readonly #revisionMs = new Float64Array(SEGMENT_ROWS);
  readonly #revisionSequence = new Float64Array(SEGMENT_ROWS);

  /** A segment with room for at least one text of `characters`. */
  constructor(characters: number) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(TEXT_BYTES, characters * MAX_BYTES_PER_CHARACTER));
  }

  /** Number of rows. */
  get length(): number {
    return this.ids.length;
  }

  /** The bytes of the texts of all rows, without their shared parts. */
  get usedBytes(): number {
    return this.#ends[this.length - 1] ?? 0;
  }

  /** True if a row with a text of `characters` may be added. */
  hasRoom(characters: number): boolean {
    return this.length < SEGMENT_ROWS && this.usedBytes + characters * MAX_BYTES_PER_CHARACTER <= this.#bytes.length;
  }

  /** Adds a row and returns its slot; requires `hasRoom` for the body of its text. */
  add({ fields, id, parts, revision, source }: NewRow): number {
    const slot = this.#addText(id, parts.head, parts.tail);
    this.#ends[slot] = this.#begin(slot) + this.#bytes.write(parts.body, this.#begin(slot));
    const [ms = 0, sequence = 0] = revision.split('-').map(Number);
    this.#revisionMs[slot] = ms;
    this.#revisionSequence[slot] = sequence;
    this.sources.set(slot, source);
    this.fields.set(slot, fields);
    return slot;
  }

  /** Adds a copy of a row of another segment and returns its slot; requires `hasRoom` for its `characters`. */
  addCopy(from: Segment, slot: number): number {
    const added = this.#addText(from.id(slot), from.#heads.get(slot), from.#tails.get(slot));
    const copied = from.#bytes.copy(this.#bytes, this.#begin(added), from.#begin(slot), from.#ends[slot]);
    this.#ends[added] = this.#begin(added) + copied;
    this.#revisionMs[added] = from.#revisionMs[slot] as number;
    this.#revisionSequence[added] = from.#revisionSequence[slot] as number;
    this.sources.set(added, from.source(slot));
    this.fields.copy(added, from.fields, slot);
    return added;
  }

  id(slot: number): string {
    return this.ids[slot] as string;
  }

  nativeId(slot: number): string {
    return nativeIdOf(this.id(slot));
  }

  source(slot: number): JobSource {
    return this.sources.get(slot) as JobSource;
  }

  revision(slot: number): Revision {
    return `${this.#revisionMs[slot]}-${this.#revisionSequence[slot]}`;
  }

  /** The value of a field: the same as `field.read` returns for the parsed record. */
  value(field: JobField, slot: number): Scalar | undefined {
    if (hasColumn(field)) return this.fields.of(field)?.get(slot);
    if (field === ID) return this.id(slot);
    if (field === NATIVE_ID) return this.nativeId(slot);
    if (isSourceField(field)) return field.read({ source: this.source(slot) } as Job);
    return field.read(jobFieldsOf(this, slot));
  }

  /** The text of a record, as it was added. */
  text(slot: number): string {
    const body = this.#bytes.toString('utf8', this.#begin(slot), this.#ends[slot]);
    return joinText(
      { head: this.#heads.get(slot) ?? '', body, tail: this.#tails.get(slot) ?? '' },
      this.nativeId(slot),
    );
  }

  /** An upper limit of the characters of a text without its shared parts. */
  characters(slot: number): number {
    return (this.#ends[slot] as number) - this.#begin(slot);
  }

  /** Frees what only `add` and `addCopy` need. */
  seal(): void {
    for (const column of [this.sources, this.#heads, this.#tails, this.fields]) column.seal();
  }

  #addText(id: string, head: string | undefined, tail: string | undefined): number {
    const slot = this.ids.push(id) - 1;
    if (head) this.#heads.set(slot, head);
    if (tail) this.#tails.set(slot, tail);
    this.live += 1;
    return slot;
  }

  #begin(slot: number): number {
    return slot === 0 ? 0 : (this.#ends[slot - 1] as number);
  }
}

/** True for the name, kind and labels of the source. */
export function isSourceField({ path }: JobField): boolean {
  return path.startsWith('source.');
}
