import { columnsNamed, type RecordColumn } from './columns.js';
import { csvLine } from './csv.js';
import { safeJson } from './neutralise.js';
import { type Output } from './output.js';
import { renderTable } from './table.js';
import { type View } from './view.js';

/** What a command prints its records with. */
export interface RecordStyle<R> {
  readonly columns: readonly RecordColumn<R>[];
  /** The record in `-o name`. */
  readonly nameOf: (record: R) => string;
}

/** The columns of a table: those that were named, else those of the format. */
export function columnsFor<R>(
  output: Output,
  known: readonly RecordColumn<R>[],
  usual: readonly string[],
  named: readonly string[] | undefined,
): readonly RecordColumn<R>[] {
  if (named !== undefined) return columnsNamed(known, named);
  return output.format === 'wide' ? known : columnsNamed(known, usual);
}

/** True if the format prints columns, so that other fields need not be read. */
export function hasColumns({ format }: Output): boolean {
  return format === 'table' || format === 'wide' || format === 'csv';
}

/** Prints records page by page. A table needs all of them first, to know its widths. */
export class RecordPrinter<R> {
  readonly #rows: R[] = [];
  #begun = false;

  constructor(
    private readonly output: Output,
    private readonly style: RecordStyle<R>,
    private readonly view: () => View,
  ) {}

  /** Prints or keeps records. */
  async add(records: readonly R[]): Promise<void> {
    const { format } = this.output;
    if (format === 'table' || format === 'wide' || format === 'json') this.#rows.push(...records);
    else await this.output.write(await this.#textOf(records));
  }

  /** Prints what was kept. `document` is the answer in `-o json`, made from the records. */
  async end(document: (records: readonly R[]) => unknown): Promise<void> {
    const { format } = this.output;
    if (format === 'json') await this.output.write(`${safeJson(document(this.#rows), 2)}\n`);
    else if (format === 'table' || format === 'wide') await this.output.writeLines(this.#table());
    else await this.output.write(await this.#textOf([]));
  }

  #table(): readonly string[] {
    const { columns } = this.style;
    const view = this.view();
    const rows = this.#rows.map((record) => columns.map(({ cell }) => cell(record, view)));
    return rows.length === 0 ? [] : renderTable(columns, rows, this.output.look);
  }

  async #textOf(records: readonly R[]): Promise<string> {
    switch (this.output.format) {
      case 'csv':
        return this.#csvOf(records);
      case 'name':
        return records.map((record) => `${this.style.nameOf(record)}\n`).join('');
      case 'yaml': {
        const { safeYaml } = await import('./safe-yaml.js');
        return records.map((record) => `---\n${safeYaml(record)}`).join('');
      }
      case 'ndjson':
      case 'json':
      case 'table':
      case 'wide':
        return records.map((record) => `${safeJson(record)}\n`).join('');
    }
  }

  #csvOf(records: readonly R[]): string {
    const { columns } = this.style;
    const view = this.view();
    const header = this.#begun || !this.output.headers ? '' : csvLine(columns.map(({ name }) => name));
    this.#begun = true;
    return header + records.map((record) => csvLine(columns.map(({ value }) => value(record, view)))).join('');
  }
}

/** Prints one record, or the answer that has it: as JSON or YAML, else with the function for a person. */
export async function printOne(output: Output, value: unknown, forPerson: () => Promise<void>): Promise<void> {
  switch (output.format) {
    case 'json':
      return output.write(`${safeJson(value, 2)}\n`);
    case 'ndjson':
      return output.write(`${safeJson(value)}\n`);
    case 'yaml': {
      const { safeYaml } = await import('./safe-yaml.js');
      return output.write(safeYaml(value));
    }
    case 'table':
    case 'wide':
    case 'csv':
    case 'name':
      return forPerson();
  }
}
