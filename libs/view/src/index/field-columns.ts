/** The columns of a segment by field. Fields without a column are computed from those that have one. */

import { type JobField, jobField, type Scalar, SCALAR_PATHS } from '@gateway/core';

import { TimeColumn, ValueColumn } from './columns.js';
import { FoldedTexts } from './folded-texts.js';

/** The paths of the fields with a column. A segment stores the ids and the source of a job in another way. */
export const COLUMN_PATHS: readonly string[] = SCALAR_PATHS.filter(
  (path) => path !== 'id' && path !== 'native_id' && !path.startsWith('source.'),
);
/** The fields with a column. */
export const COLUMN_FIELDS: readonly JobField[] = COLUMN_PATHS.flatMap((path) => jobField(path) ?? []);

/** The values of a record by the index of their fields in `COLUMN_FIELDS`; a time is in ms since the epoch. */
export type FieldValues = readonly (Scalar | undefined)[];

const INDEX_OF: ReadonlyMap<JobField, number> = new Map(COLUMN_FIELDS.map((field, index) => [field, index]));
const INDEX_OF_PATH: ReadonlyMap<string, number> = new Map(COLUMN_FIELDS.map(({ path }, index) => [path, index]));

/** The columns of one segment. A column exists once a row has a value for its field. */
export class FieldColumns {
  /** The column of `created_time`, which always exists. */
  readonly created = new TimeColumn();
  readonly #columns: (ValueColumn | TimeColumn | undefined)[] = COLUMN_FIELDS.map(({ path }) =>
    path === 'created_time' ? this.created : undefined,
  );
  readonly #folded = new Map<ValueColumn, FoldedTexts>();

  /** The column of a field; `undefined` if no row has a value, or the field has no column. */
  of(field: JobField): ValueColumn | TimeColumn | undefined {
    return this.#columns[INDEX_OF.get(field) ?? -1];
  }

  /** The texts of a field as searches compare them; `undefined` if no row has one. */
  folded(field: JobField): FoldedTexts | undefined {
    const column = this.of(field);
    if (!(column instanceof ValueColumn)) return undefined;
    const known = this.#folded.get(column);
    if (known) return known;
    const folded = new FoldedTexts(column);
    this.#folded.set(column, folded);
    return folded;
  }

  /** The value at the path of a field that has a column. */
  value(path: string, slot: number): Scalar | undefined {
    return this.#columns[INDEX_OF_PATH.get(path) ?? -1]?.get(slot);
  }

  /** Sets the values of a row that has none yet. */
  set(slot: number, values: FieldValues): void {
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (value !== undefined) this.#setValue(index, slot, value);
    }
  }

  /** Copies the values of a row of other columns to a row that has none yet. */
  copy(slot: number, from: FieldColumns, fromSlot: number): void {
    for (const [index, column] of from.#columns.entries()) {
      const value = column?.get(fromSlot);
      if (value !== undefined) this.#setValue(index, slot, value);
    }
  }

  /** Frees what only `set` and `copy` need. */
  seal(): void {
    for (const column of this.#columns) if (column instanceof ValueColumn) column.seal();
  }

  #setValue(index: number, slot: number, value: Scalar): void {
    const column = (this.#columns[index] ??=
      COLUMN_FIELDS[index]?.type === 'time' ? new TimeColumn() : new ValueColumn());
    if (column instanceof TimeColumn) column.set(slot, Number(value));
    else column.set(slot, value);
  }
}

/** The value of the field at a path that has a column. */
export function valueAt(values: FieldValues, path: string): Scalar | undefined {
  return values[INDEX_OF_PATH.get(path) ?? -1];
}

/**
 * True if the field is one of core's with a column: `FieldColumns` has the value that `field.read` returns for the record.
 * Every other field is computed from those.
 */
export function hasColumn(field: JobField): boolean {
  return INDEX_OF.has(field);
}

/** The member of a record that contains the field at a path: `svm` for `svm.name`. */
export function memberOf(path: string): string {
  return path.split('.')[0] ?? '';
}
