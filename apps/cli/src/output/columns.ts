import { usageError } from '../cli-error.js';
import { neutralise } from './neutralise.js';
import { type Cell, type TableColumn } from './table.js';
import { ABSENT, type View } from './view.js';

/** A column of records. */
export interface RecordColumn<R> extends TableColumn {
  /** Its name in `--columns`. */
  readonly name: string;
  /** The fields of the API that it needs. */
  readonly fields: readonly string[];
  readonly cell: (record: R, view: View) => Cell;
  /** The value in CSV. */
  readonly value: (record: R, view: View) => unknown;
}

/** The columns with these names. A name that is not known is the path of a field, such as `svm.uuid`. */
export function columnsNamed<R>(
  known: readonly RecordColumn<R>[],
  names: readonly string[],
): readonly RecordColumn<R>[] {
  return names.map((name) => {
    const column = known.find((each) => each.name === name);
    if (column) return column;
    if (!/^[a-z][\w.-]*$/i.test(name)) {
      const choices = known.map((each) => each.name).join(', ');
      throw usageError(`there is no column ${JSON.stringify(name)}`, `  there is: ${choices}, and every field`);
    }
    return fieldColumn<R>(name, name.toUpperCase(), name);
  });
}

/** A column that shows a field as it is. */
export function fieldColumn<R>(
  name: string,
  title: string,
  field: string,
  more: Partial<TableColumn> = {},
): RecordColumn<R> {
  const value = (record: R): unknown => valueAt(record, field);
  return { ...more, name, title, fields: [field], value, cell: (record) => ({ text: textOf(value(record)) }) };
}

/** The fields of the API that the columns need, as its parameter `fields` takes them. */
export function fieldsOf<R>(columns: readonly RecordColumn<R>[]): string {
  return [...new Set(columns.flatMap(({ fields }) => fields))].join(',');
}

/** A value as the text of a cell. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return ABSENT;
  return neutralise(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The value at a path such as `source.labels.site`. A label may have dots in its name. */
export function valueAt(record: unknown, path: string): unknown {
  if (typeof record !== 'object' || record === null) return undefined;
  if (Object.hasOwn(record, path)) return (record as Record<string, unknown>)[path];
  const dot = path.indexOf('.');
  if (dot < 0 || !Object.hasOwn(record, path.slice(0, dot))) return undefined;
  return valueAt((record as Record<string, unknown>)[path.slice(0, dot)], path.slice(dot + 1));
}
